import { describe, expect, it } from 'vitest';
import { locate } from './locate.js';
import { openShippedDivisions } from './shipped-divisions.js';

const names = openShippedDivisions().names();
const inChina = (province: string, city = '', street?: string) =>
  locate(names, { country: 'CN', province, city, street });

describe('where an address is', () => {
  it.each([
    ['浙江省', '杭州市', undefined, '330100'],
    ['浙江', '杭州', undefined, '330100'],
    ['Zhejiang', 'Hangzhou', undefined, '330100'],
    ['Zhejiang Province', 'Hangzhou City', 'No. 1 Wensan Road, Xihu District', '330106'],
    ['浙江省', '杭州市西湖区', undefined, '330106'],
    ['浙江省', '杭州市', '西湖区文三路 1 号', '330106'],
    ['浙江省', '杭州市', '文三路 1 号', '330100'],
    ['浙江省', '义乌市', undefined, '330782'],
    ['浙江省', '不知道', undefined, '330000'],
    ['北京市', '北京市', '朝阳区建国路 1 号', '110105'],
    ['北京', '', undefined, '110000'],
    ['重庆市', '重庆市', '城口县葛城街道', '500229'],
    ['湖北省', '仙桃市', undefined, '429004'],
    ['内蒙古自治区', '兴安盟', undefined, '152200'],
    ['广西', '南宁市', undefined, '450100'],
    ['330000', '330106', undefined, '330106'],
    ['330106109', '', undefined, '330106109'],
  ])('%s, %s, %s: %s', (province, city, street, code) => {
    expect(inChina(province, city, street)).toBe(code);
  });

  it('is not guessed: a name in another province, a wrong code or another country is not found', () => {
    expect(inChina('江苏省', '杭州市')).toBe('320000');
    expect(inChina('', '杭州市')).toBeUndefined();
    expect(inChina('999999')).toBeUndefined();
    expect(locate(names, { country: 'US', province: '浙江省', city: '杭州市' })).toBeUndefined();
  });

  it('is the region itself where that has a country code', () => {
    expect(locate(names, { country: 'HK', province: '', city: 'Kowloon' })).toBe('810000');
  });
});
