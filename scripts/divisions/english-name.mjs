import { GROUPS, PEOPLES, PLACES, PROVINCES } from './official-names.mjs';

/** What a unit is, by how its Chinese name ends: the longest ending that fits counts. */
const ENDINGS = {
  4: { 市: '', 地区: 'Prefecture', 盟: 'League', 自治州: 'Autonomous Prefecture' },
  6: {
    区: 'District', 县: 'County', 市: 'City', 旗: 'Banner', 自治县: 'Autonomous County', 自治旗: 'Autonomous Banner',
    林区: 'Forestry District', 特区: 'Special District',
  },
  9: {
    街道: 'Subdistrict', 街道办事处: 'Subdistrict', 镇: 'Town', 乡: 'Township', 民族乡: 'Ethnic Township',
    族乡: 'Ethnic Township', 苏木: 'Sum', 农场: 'Farm', 林场: 'Forest Farm', 牧场: 'Pasture', 开发区: 'Development Zone',
    经济开发区: 'Economic Development Zone', 工业园区: 'Industrial Park', 产业园区: 'Industrial Park', 管理区: 'Management Zone',
    地区: 'Area',
  },
}; // prettier-ignore

/**
 * The English name of a unit: an official one, or pinyin without tones and what the unit is, e.g. `Xihu District`.
 *
 * @param code without trailing zeros: 2, 4, 6 or 9 digits.
 * @param syllablesOf the pinyin syllables of a Chinese text, without tones.
 */
export function englishName(code, name, syllablesOf) {
  if (code.length === 2) return PROVINCES[code];
  if (code.length === 4 && GROUPS[name]) return GROUPS[name];
  const [proper, kind] = splitEnding(name, ENDINGS[code.length]);
  const [place, peoples] =
    kind.startsWith('Autonomous') || kind.startsWith('Ethnic') ? splitPeoples(proper) : [proper, []];
  const spoken = PLACES[place] ?? joinSyllables(syllablesOf(place));
  return [spoken, joinPeoples(peoples), kind].filter(Boolean).join(' ');
}

function splitEnding(name, endings) {
  const fits = Object.keys(endings).filter((ending) => name.endsWith(ending) && name.length > ending.length);
  const longest = fits.sort((a, b) => b.length - a.length)[0];
  if (longest === undefined) return [name, ''];
  // 族乡 gives its 族 back, so that the people in front of it is found.
  const proper = name.slice(0, -longest.length) + (longest === '族乡' ? '族' : '');
  return [proper, endings[longest]];
}

/** `湘西土家族苗族` is the place 湘西 and the peoples 土家 and 苗; some are named without 族, as in `伊犁哈萨克`. */
function splitPeoples(proper) {
  const found = [];
  let rest = proper;
  for (let people = lastPeople(rest); people; people = lastPeople(rest)) {
    found.unshift(PEOPLES[people.replace(/族$/, '')]);
    rest = rest.slice(0, -people.length);
  }
  return [rest, found];
}

/** Without 族 only peoples of two characters and more, because 白 or 水 end many a name. Something must be left as the place. */
function lastPeople(text) {
  const names = Object.keys(PEOPLES).flatMap((people) =>
    people.length > 1 ? [`${people}族`, people] : [`${people}族`],
  );
  return names
    .filter((name) => text.endsWith(name) && text.length > name.length)
    .sort((a, b) => b.length - a.length)[0];
}

function joinPeoples(peoples) {
  return peoples.length < 2 ? (peoples[0] ?? '') : `${peoples.slice(0, -1).join(', ')} and ${peoples.at(-1)}`;
}

/** Syllables that begin with a, e or o are set off, as GB/T 16159 has it: Xi'an. */
function joinSyllables(syllables) {
  const joined = syllables
    .map((each, index) => (index > 0 && /^[aeo]/.test(each) ? `'${each}` : each))
    .join('');
  const spaced = joined.replaceAll('（', ' (').replaceAll('）', ') ').replaceAll(/[、·]/g, ' ').trim();
  return spaced.replaceAll(/(^|[ (])([a-z])/g, (_all, before, letter) => before + letter.toUpperCase());
}
