/** One package source of the machine, whichever of apt's two formats it was written in. */
export interface AptSource {
  readonly uris: string;
  readonly suites: readonly string[];
  readonly components: readonly string[];
  /** A key file, a fingerprint, or a whole key over several lines, as apt takes it. */
  readonly signedBy: string | undefined;
}

/** Reads a `.sources` file (deb822: stanzas of fields, continued by indented lines). */
export function parseDeb822Sources(text: string): AptSource[] {
  const lines = text.split(/\r?\n/).filter((line) => !line.startsWith('#'));
  const stanzas = lines.join('\n').split(/\n[ \t]*\n/);
  return stanzas.map(parseFields).flatMap((fields) => {
    const uris = fields.get('uris');
    const usable =
      words(fields.get('types')).includes('deb') && fields.get('enabled')?.toLowerCase() !== 'no';
    if (!uris || !usable) return [];
    const signedBy = fields.get('signed-by');
    return [
      { uris, suites: words(fields.get('suites')), components: words(fields.get('components')), signedBy },
    ];
  });
}

/** Reads a `.list` file (one source a line: `deb [options] uri suite component ...`). */
export function parseOneLineSources(text: string): AptSource[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const match = /^\s*deb\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+(\S+)\s+([^#]*)/.exec(line);
    if (!match) return [];
    const [, options = '', uris = '', suite = '', components = ''] = match;
    const signedBy = /(?:^|\s)signed-by=(\S+)/i.exec(options)?.[1]?.replaceAll(',', ' ');
    return [{ uris, suites: [suite], components: words(components), signedBy }];
  });
}

/**
 * The sources of the system's own archive: those that carry the system's own suite and its main
 * component. Other vendors' sources name suites of their own, so they fall out here.
 */
export function ownArchives(sources: readonly AptSource[], codename: string): AptSource[] {
  const own = sources.filter(
    (source) =>
      source.suites.includes(codename) &&
      source.components.includes('main') &&
      !source.uris.startsWith('cdrom:'),
  );
  return own.filter((source, index) => own.findIndex(({ uris }) => uris === source.uris) === index);
}

/** Writes the one source we ask, for one suite and component, in deb822 format. */
export function formatSource(source: AptSource, suite: string, component: string): string {
  const fields = ['Types: deb', `URIs: ${source.uris}`, `Suites: ${suite}`, `Components: ${component}`];
  if (source.signedBy) fields.push(`Signed-By: ${source.signedBy}`);
  return `${fields.join('\n')}\n`;
}

function parseFields(stanza: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const [, name = '', value = ''] of stanza.matchAll(/^([A-Za-z-]+):[ \t]*((?:.*)(?:\n[ \t].*)*)/gm)) {
    fields.set(name.toLowerCase(), value.trim());
  }
  return fields;
}

function words(text: string | undefined): string[] {
  return text?.split(/\s+/).filter((word) => word !== '') ?? [];
}
