import type { Reading, Slot } from './vocabulary.js';

interface Filed {
  readonly probe: { readonly slot: Slot; readonly prefix: string };
  readonly number: number;
}

/** A place in the tree of letters: who asks for the letters that lead here, and where the next letter leads. */
interface Node {
  numbers: number[] | undefined;
  next: Map<number, Node> | undefined;
}

/** Finds who asks for a prefix of a text in as many steps as the text has letters that somebody asks for. */
export function indexPrefixes(filed: readonly Filed[]) {
  const root: Node = { numbers: undefined, next: undefined };
  for (const { probe, number } of filed) {
    const node = grow(root, probe.prefix);
    node.numbers ??= [];
    node.numbers.push(number);
  }
  const index = filed[0]!.probe.slot.index;
  return ({ texts }: Reading, visit: (number: number) => void): void => {
    const text = texts[index];
    if (text !== undefined) walk(root, text, visit);
  };
}

function grow(root: Node, prefix: string): Node {
  let node = root;
  for (let at = 0; at < prefix.length; at += 1) {
    node.next ??= new Map();
    const letter = prefix.charCodeAt(at);
    const next = node.next.get(letter) ?? { numbers: undefined, next: undefined };
    node.next.set(letter, next);
    node = next;
  }
  return node;
}

function walk(root: Node, text: string, visit: (number: number) => void): void {
  let node = root.next?.get(text.charCodeAt(0));
  for (let at = 1; node; at += 1) {
    if (node.numbers) for (const number of node.numbers) visit(number);
    node = at < text.length ? node.next?.get(text.charCodeAt(at)) : undefined;
  }
}
