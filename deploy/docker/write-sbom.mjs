// Prints the bill of materials of a tree of installed packages: CycloneDX 1.6. It reads what is there, not what was asked for.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = process.argv[2] ?? '.';
const platform = readPackage(join(root, 'package.json'));
const installed = globSync('node_modules/.pnpm/*/node_modules/{*,@*/*}/package.json', { cwd: root });
const own = globSync('{packages,packages/contracts,services,modules}/*/package.json', { cwd: root });
const components = new Map(
  [...installed, ...own].map((file) => {
    const component = asComponent(readPackage(join(root, file)));
    return [component['bom-ref'], component];
  }),
);

process.stdout.write(
  `${JSON.stringify({
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { component: { ...asComponent(platform), type: 'application' } },
    components: [...components.values()].toSorted((a, b) => (a.purl < b.purl ? -1 : 1)),
  })}\n`,
);

function readPackage(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}

function asComponent({ name, version = '0.0.0', license }) {
  const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
  return {
    type: 'library',
    'bom-ref': purl,
    name,
    version,
    purl,
    ...(typeof license === 'string' ? { licenses: [licenseOf(license)] } : {}),
  };
}

/** An identifier of SPDX, or an expression of several. */
function licenseOf(text) {
  return / (OR|AND|WITH) /.test(text) ? { expression: text } : { license: { name: text } };
}
