// English names that are not the pinyin of the Chinese ones: provinces as the State Council writes them, and places and peoples
// of minority areas as GB/T 2260 and GB/T 3304 romanise them.

export const PROVINCES = {
  11: 'Beijing', 12: 'Tianjin', 13: 'Hebei', 14: 'Shanxi', 15: 'Inner Mongolia',
  21: 'Liaoning', 22: 'Jilin', 23: 'Heilongjiang', 31: 'Shanghai', 32: 'Jiangsu', 33: 'Zhejiang', 34: 'Anhui',
  35: 'Fujian', 36: 'Jiangxi', 37: 'Shandong', 41: 'Henan', 42: 'Hubei', 43: 'Hunan', 44: 'Guangdong', 45: 'Guangxi',
  46: 'Hainan', 50: 'Chongqing', 51: 'Sichuan', 52: 'Guizhou', 53: 'Yunnan', 54: 'Xizang', 61: 'Shaanxi', 62: 'Gansu',
  63: 'Qinghai', 64: 'Ningxia', 65: 'Xinjiang', 71: 'Taiwan', 81: 'Hong Kong', 82: 'Macao',
}; // prettier-ignore

/** Provincial units of GB/T 2260 that the statistical divisions leave out. They have no units below them here. */
export const BEYOND_STATISTICS = { 71: '台湾省', 81: '香港特别行政区', 82: '澳门特别行政区' };

/** Groups of the statistical divisions that are no places themselves. */
export const GROUPS = {
  市辖区: 'Municipal Districts',
  县: 'Municipal Counties',
  省直辖县级行政区划: 'Counties Directly under the Province',
  自治区直辖县级行政区划: 'Cities Directly under the Autonomous Region',
};

export const PLACES = {
  呼和浩特: 'Hohhot', 鄂尔多斯: 'Ordos', 呼伦贝尔: 'Hulunbuir', 巴彦淖尔: 'Bayannur', 乌兰察布: 'Ulanqab', 兴安: 'Hinggan',
  锡林郭勒: 'Xilingol', 阿拉善: 'Alxa', 锡林浩特: 'Xilinhot', 二连浩特: 'Erenhot', 乌兰浩特: 'Ulanhot', 满洲里: 'Manzhouli',
  哈尔滨: 'Harbin', 齐齐哈尔: 'Qiqihar', 阿坝: 'Aba', 甘孜: 'Garze', 西双版纳: 'Xishuangbanna', 迪庆: 'Deqen',
  拉萨: 'Lhasa', 日喀则: 'Xigaze', 昌都: 'Qamdo', 林芝: 'Nyingchi', 那曲: 'Nagqu', 阿里: 'Ngari',
  果洛: 'Golog', 格尔木: 'Golmud', 德令哈: 'Delingha', 乌鲁木齐: 'Urumqi', 克拉玛依: 'Karamay', 吐鲁番: 'Turpan',
  博尔塔拉: 'Bortala', 巴音郭楞: 'Bayingolin', 阿克苏: 'Aksu', 克孜勒苏: 'Kizilsu', 喀什: 'Kashi', 和田: 'Hotan',
  伊犁: 'Ili', 阿勒泰: 'Altay', 库尔勒: 'Korla', 伊宁: 'Yining', 阿拉尔: 'Aral', 图木舒克: 'Tumxuk',
}; // prettier-ignore

/** By their Chinese name without 族. */
export const PEOPLES = {
  蒙古: 'Mongol', 回: 'Hui', 藏: 'Tibetan', 维吾尔: 'Uygur', 苗: 'Miao', 彝: 'Yi', 壮: 'Zhuang', 布依: 'Bouyei',
  朝鲜: 'Korean', 满: 'Manchu', 侗: 'Dong', 瑶: 'Yao', 白: 'Bai', 土家: 'Tujia', 哈尼: 'Hani', 哈萨克: 'Kazak', 傣: 'Dai',
  黎: 'Li', 傈僳: 'Lisu', 佤: 'Va', 畲: 'She', 拉祜: 'Lahu', 水: 'Sui', 东乡: 'Dongxiang', 纳西: 'Naxi', 景颇: 'Jingpo',
  柯尔克孜: 'Kirgiz', 土: 'Tu', 达斡尔: 'Daur', 仫佬: 'Mulao', 羌: 'Qiang', 布朗: 'Blang', 撒拉: 'Salar', 毛南: 'Maonan',
  仡佬: 'Gelao', 锡伯: 'Xibe', 阿昌: 'Achang', 普米: 'Pumi', 塔吉克: 'Tajik', 怒: 'Nu', 乌孜别克: 'Uzbek', 俄罗斯: 'Russian',
  鄂温克: 'Ewenki', 德昂: "De'ang", 保安: 'Bonan', 裕固: 'Yugur', 京: 'Gin', 塔塔尔: 'Tatar', 独龙: 'Derung',
  鄂伦春: 'Oroqen', 赫哲: 'Hezhen', 门巴: 'Monba', 珞巴: 'Lhoba', 基诺: 'Jino',
}; // prettier-ignore
