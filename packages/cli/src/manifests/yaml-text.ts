import { Document, visit } from 'yaml';

/** What readers of YAML understand differently, or otherwise than it looks, when it stands without quotes. */
const TRAPS: Readonly<Record<string, RegExp>> = {
  'a truth value of YAML 1.1': /^(y|n|yes|no|on|off)$/i,
  'an octal number of YAML 1.1': /^[-+]?0[0-9_]+$/,
  'a number in another base': /^[-+]?0[xob][0-9a-f_]+$/i,
  'a number with an exponent': /^[-+]?\.?\d[\d.]*e[-+]?\d+$/i,
  'a number with underscores': /^[-+]?\d[\d_]*_[\d_]*$/,
  'a number to the base of sixty': /^[-+]?\d+(:[0-5]?\d)+(\.\d*)?$/,
  'a date': /^\d{4}-\d\d?-\d\d?([Tt ].*)?$/,
  'no number at all': /^[-+]?\.(inf|nan)$/i,
  'nothing, or a sign of YAML 1.1': /^(~|=|<<)$/,
};

/** What a text is to some reader of YAML, when it stands without quotes; undefined when it is that text to all. */
export function trapOf(text: string): string | undefined {
  return Object.entries(TRAPS).find(([, trap]) => trap.test(text))?.[0];
}

/** Written so that readers of YAML 1.1, as Kubernetes is one, and of 1.2 understand the same: "no" and "0777" stand in quotes. */
export function yamlOf(objects: readonly object[]): string {
  return objects.map(documentOf).join('---\n');
}

function documentOf(object: object): string {
  const document = new Document(object, { version: '1.1', aliasDuplicateObjects: false });
  visit(document, {
    Scalar(_, node) {
      if (typeof node.value === 'string' && trapOf(node.value) !== undefined) node.type = 'QUOTE_DOUBLE';
    },
  });
  return document.toString({ lineWidth: 0 });
}
