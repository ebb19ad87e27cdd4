/** A territory's name as a code: letters and digits of any script, in lower case, with hyphens between. */
export function slugOf(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .slice(0, 40)
    .replaceAll(/^-|-$/g, '');
}

/** Gives territories codes; the same territory always gets the same one. */
export class TerritoryCodes {
  readonly #owners = new Map<string, string>();

  /**
   * The plain slug of the name for whoever comes first, and with the level where a territory before has the same name:
   * `canada` the country, `canada-region` its only region.
   *
   * @param owner what tells the territory from all others, e.g. its path.
   */
  give(owner: string, level: string, name: string): string {
    const slug = slugOf(name) || level;
    for (let count = 0; ; count += 1) {
      const code = count === 0 ? slug : `${slug}-${level}${count === 1 ? '' : `-${count}`}`;
      if ((this.#owners.get(code) ?? owner) !== owner) continue;
      this.#owners.set(code, owner);
      return code;
    }
  }
}
