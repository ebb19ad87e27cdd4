import { describe, expect, it } from 'vitest';
import { childrenOf, explainUnknown, isGroup, LEVELS, lineageOf, parseDivisions } from './divisions.js';
import { openShippedDivisions } from './shipped-divisions.js';

const shipped = openShippedDivisions();
const all = shipped.all();

describe('the shipped divisions', () => {
  it('are those of the National Bureau of Statistics, and the three provincial units that it leaves out', () => {
    const counts = LEVELS.map((level) => [...all.values()].filter((each) => each.level === level).length);
    expect(counts).toEqual([31 + 3, 342, 2975, 41_352]);
  });

  it('are a tree: the code of each unit begins with that of its parent, one level above', () => {
    for (const { code, level, parentCode, prefix } of all.values()) {
      expect(code).toBe(prefix.padEnd(6, '0'));
      const parent = parentCode === null ? undefined : all.get(parentCode);
      const withoutDistricts = level === 'street' && /^(4419|4420|4604)/.test(code);
      expect(parent?.level).toBe(LEVELS[LEVELS.indexOf(level) - (withoutDistricts ? 2 : 1)]);
      expect(prefix.startsWith(parent?.prefix ?? '')).toBe(true);
    }
  });

  it('have distinct codes, and names in both languages', () => {
    const lines = [...all.values()];
    expect(lines.every(({ name }) => /^[\p{Script=Han}\p{L}\d()（）、·.○〇 -]+$/u.test(name))).toBe(true);
    const unread = lines.filter(({ englishName }) => !/^[A-Z\d(][\x20-\x7e]+$/.test(englishName));
    // Three hold a character whose reading no dictionary at hand knew: it is kept as it is.
    expect(unread.map(({ name }) => name)).toEqual(['流波䃥镇', '桴㯊镇', '㵲水街道']);
    expect(new Set(lines.map(({ code }) => code)).size).toBe(34 + 342 + 2975 + 41_352);
  });

  it('lead from Zhejiang to Hangzhou, Xihu and its subdistricts', () => {
    expect(lineageOf(all, '330106109').map(({ name, englishName }) => [name, englishName])).toEqual([
      ['浙江省', 'Zhejiang'],
      ['杭州市', 'Hangzhou'],
      ['西湖区', 'Xihu District'],
      ['三墩镇', 'Sandun Town'],
    ]);
    expect(childrenOf(all.values(), '330100')).toHaveLength(13);
    expect(childrenOf(all.values(), null)).toHaveLength(34);
  });

  it('call provinces, peoples and places of minority areas by their official English names', () => {
    const english = [
      '150000',
      '610000',
      '650100',
      '532800',
      '540200',
      '230100',
      '430000',
      '610100',
      '522600',
    ];
    expect(english.map((code) => all.get(code)?.englishName)).toEqual([
      'Inner Mongolia', 'Shaanxi', 'Urumqi', 'Xishuangbanna Dai Autonomous Prefecture', 'Xigaze', 'Harbin', 'Hunan', "Xi'an",
      'Qiandongnan Miao and Dong Autonomous Prefecture',
    ]); // prettier-ignore
  });

  it('know the groups that are no places', () => {
    const groups = [...all.values()].filter(isGroup).map(({ code }) => code);
    expect(groups).toEqual([
      '110100', '120100', '310100', '419000', '429000', '469000', '500100', '500200', '659000',
    ]); // prettier-ignore
  });

  it('say how much of an unknown code is known', () => {
    expect(explainUnknown(all, '330199')).toBe(
      'no administrative division has the code 330199; 杭州市 (330100) is known, but has no such unit',
    );
    expect(explainUnknown(all, '990000')).toContain('nor is its province');
  });

  it('are refused where a line is cut', () => {
    expect(() => parseDivisions('33\t浙江省\tZhejiang\n3301\t杭')).toThrow('line 2');
  });
});
