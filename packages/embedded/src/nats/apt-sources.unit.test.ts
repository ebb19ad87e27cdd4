import { describe, expect, it } from 'vitest';
import { formatSource, ownArchives, parseDeb822Sources, parseOneLineSources } from './apt-sources.js';

const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';

describe('deb822 sources', () => {
  it('reads every stanza, in spite of comments inside one', () => {
    const sources = parseDeb822Sources(
      `Types: deb\n# an older mirror\nURIs: http://mirror.test/debian\nSuites: bookworm bookworm-updates\nComponents: main\nSigned-By: ${KEYRING}\n\n` +
        `Types: deb deb-src\nURIs: http://mirror.test/debian-security\nSuites: bookworm-security\nComponents: main contrib\n`,
    );
    expect(sources).toEqual([
      {
        uris: 'http://mirror.test/debian',
        suites: ['bookworm', 'bookworm-updates'],
        components: ['main'],
        signedBy: KEYRING,
      },
      {
        uris: 'http://mirror.test/debian-security',
        suites: ['bookworm-security'],
        components: ['main', 'contrib'],
        signedBy: undefined,
      },
    ]);
  });

  it('leaves out disabled stanzas and those of source packages', () => {
    const stanza = 'URIs: http://mirror.test/debian\nSuites: bookworm\nComponents: main\n';
    expect(parseDeb822Sources(`Types: deb-src\n${stanza}\n\nTypes: deb\nEnabled: no\n${stanza}`)).toEqual([]);
  });

  it('keeps a key that is written into the file, and writes it back so that apt reads it', () => {
    const key = '-----BEGIN PGP PUBLIC KEY BLOCK-----\n .\n mQINBF\n -----END PGP PUBLIC KEY BLOCK-----';
    const text = `Types: deb\nURIs: http://mirror.test/debian\nSuites: bookworm\nComponents: main\nSigned-By:\n ${key}\n`;
    const [source] = parseDeb822Sources(text);
    expect(source?.signedBy).toBe(key);
    expect(parseDeb822Sources(formatSource(source!, 'trixie', 'main'))).toEqual([
      { ...source, suites: ['trixie'] },
    ]);
  });
});

describe('one-line sources', () => {
  it('reads options, components and trailing comments', () => {
    const text = `# deb http://old.test/debian bookworm main\ndeb [arch=amd64 signed-by=${KEYRING}] https://mirror.test/debian bookworm main contrib # ours\n`;
    expect(parseOneLineSources(text)).toEqual([
      {
        uris: 'https://mirror.test/debian',
        suites: ['bookworm'],
        components: ['main', 'contrib'],
        signedBy: KEYRING,
      },
    ]);
  });

  it('never carries over that a source is trusted without a signature', () => {
    const [source] = parseOneLineSources('deb [trusted=yes] http://mirror.test/debian bookworm main');
    expect(formatSource(source!, 'trixie', 'main')).not.toMatch(/trusted/i);
  });

  it('leaves out source packages and blank lines', () => {
    expect(parseOneLineSources('deb-src http://mirror.test/debian bookworm main\n\n')).toEqual([]);
  });
});

describe('the archive of the system itself', () => {
  const archive = parseOneLineSources('deb http://mirror.test/debian bookworm main');

  it('is the one that carries the own suite and main', () => {
    const others = parseOneLineSources(
      'deb http://vendor.test/apt nodistro main\ndeb http://mirror.test/debian-security bookworm-security main\n' +
        'deb http://containers.test/linux bookworm stable\ndeb cdrom:[Debian]/ bookworm main\n',
    );
    expect(ownArchives([...others, ...archive], 'bookworm')).toEqual(archive);
  });

  it('is asked once, however often it is listed', () => {
    expect(ownArchives([...archive, ...archive], 'bookworm')).toHaveLength(1);
  });
});
