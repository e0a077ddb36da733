/** The stock of the two demo suppliers as the files they upload: our template's columns, the goods people really resell. */

type Phone = [
  sku: string,
  brand: string,
  model: string,
  storage: string,
  color: string,
  yuan: number,
  cosmetic: string,
  battery: number,
  parts: string,
  accessories: string,
]

const PHONES: Phone[] = [
  ['CZ-P001', '苹果', 'iPhone 15 Pro Max', '256GB', '原色钛金属', 6899, '几乎无痕', 96, '全部原装', '齐全'],
  ['CZ-P002', '苹果', 'iPhone 15 Pro', '128GB', '蓝色钛金属', 5399, '轻微划痕', 91, '全部原装', '部分'],
  ['CZ-P003', '苹果', 'iPhone 14 Pro', '256GB', '暗夜紫色', 4299, '轻微划痕', 88, '全部原装', '单机'],
  ['CZ-P004', '苹果', 'iPhone 13', '128GB', '星光色', 2399, '明显划痕', 84, '官方更换', '单机'],
  ['CZ-P005', '华为', 'Mate 60 Pro', '512GB', '雅川青', 5199, '几乎无痕', 95, '全部原装', '齐全'],
  ['CZ-P006', '华为', 'Pura 70 Ultra', '512GB', '星芒黑', 6299, '无痕', 100, '全部原装', '齐全'],
  ['CZ-P007', '小米', '14 Ultra', '512GB', '龙晶蓝', 3999, '轻微划痕', 93, '全部原装', '齐全'],
  ['CZ-P008', '小米', 'MIX Fold 4', '512GB', '黑色', 5899, '几乎无痕', 97, '全部原装', '部分'],
  ['CZ-P009', 'vivo', 'X100 Pro', '256GB', '落日橙', 2899, '轻微划痕', 90, '全部原装', '单机'],
  ['CZ-P010', 'OPPO', 'Find X7 Ultra', '256GB', '大漠银月', 3699, '几乎无痕', 96, '全部原装', '齐全'],
  ['CZ-P011', '荣耀', 'Magic6 至臻版', '512GB', '墨岩黑', 3399, '轻微划痕', 89, '全部原装', '部分'],
  ['CZ-P012', '三星', 'Galaxy S24 Ultra', '256GB', '钛灰', 5499, '几乎无痕', 97, '全部原装', '齐全'],
  ['CZ-P013', '苹果', 'iPhone 12', '64GB', '绿色', 1499, '磕碰掉漆', 79, '有非原装件', '单机'],
  ['CZ-P014', '苹果', 'iPhone 15', '128GB', '粉色', 3999, '几乎无痕', 94, '全部原装', '齐全'],
  ['CZ-P015', '华为', 'nova 12 Ultra', '256GB', '冰晶蓝', 2599, '轻微划痕', 92, '全部原装', '部分'],
  ['CZ-P016', '一加', '12', '512GB', '苍绿', 2799, '轻微划痕', 90, '全部原装', '单机'],
]

const PHONE_HEADER =
  '商家编码,标题,类目,品牌,型号,IMEI,价格,存储,颜色,版本,发货地,质检类型,质检机构,质检员,报告编号,质检日期,外观,功能,电池健康,部件,拆修,进水,账号锁,附件,瑕疵说明'

/** The phones as the supplier's CSV. `inspectedOn` is a business day within the validity of a report. */
export function phoneFile(inspectedOn: string): string {
  return fileOf(PHONES, { inspectedOn, firstImei: 1 })
}

const FOUND_AGAIN: Phone = [
  'CZ-P017',
  '苹果',
  'iPhone 14',
  '128GB',
  '午夜色',
  2999,
  '轻微划痕',
  90,
  '全部原装',
  '单机',
]

/** One that was inspected weeks ago and comes in late: its report ends soon. */
export function latePhoneFile(inspectedOn: string): string {
  return fileOf([FOUND_AGAIN], { inspectedOn, firstImei: 17 })
}

const TWIN: Phone = [
  'HS-P001',
  '华为',
  'Pura 70 Ultra',
  '512GB',
  '星芒黑',
  5999,
  '几乎无痕',
  98,
  '全部原装',
  '单机',
]

/** Another supplier's phone with the IMEI of the sixth above. */
export function twinPhoneFile(inspectedOn: string): string {
  return fileOf([TWIN], { inspectedOn, firstImei: 6 })
}

function fileOf(
  phones: Phone[],
  { inspectedOn, firstImei }: { inspectedOn: string; firstImei: number },
): string {
  const rows = phones.map(
    ([sku, brand, model, storage, color, yuan, cosmetic, battery, parts, accessories], index) =>
      [
        sku,
        `${brand} ${model} ${storage} ${color} 国行全网通`,
        '手机',
        brand,
        model,
        imei(index + firstImei),
        yuan,
        storage,
        color,
        '国行',
        '江苏常州',
        '第三方',
        '拍机堂检测中心（常州）',
        '孙工',
        `PJT-${inspectedOn.replaceAll('-', '')}-${String(index + firstImei).padStart(3, '0')}`,
        inspectedOn,
        cosmetic,
        '全部正常',
        `${battery}%`,
        parts,
        parts === '有非原装件' ? '有维修' : '无拆修',
        '无进水',
        '无锁',
        accessories,
        cosmetic === '磕碰掉漆' ? '左下角有一处磕碰，露出底漆约 2 毫米' : '',
      ].join(','),
  )
  return [PHONE_HEADER, ...rows, ''].join('\r\n')
}

type Bag = [
  sku: string,
  brand: string,
  model: string,
  yuan: number,
  material: string,
  size: string,
  cosmetic: string,
  corners: string,
  hardware: string,
]

const BAGS: Bag[] = [
  [
    'HS-B001',
    'CHANEL',
    'Classic Flap 中号',
    42800,
    '黑色荔枝纹牛皮',
    '25 厘米',
    '几乎无痕',
    '完好',
    '细微划痕',
  ],
  [
    'HS-B002',
    'LOUIS VUITTON',
    'Neverfull MM',
    7680,
    '老花帆布',
    '31 厘米',
    '轻微划痕',
    '轻微磨损',
    '细微划痕',
  ],
  [
    'HS-B003',
    'HERMÈS',
    'Evelyne III 29',
    18600,
    '金棕色 Clemence 牛皮',
    '29 厘米',
    '轻微划痕',
    '完好',
    '完好',
  ],
  ['HS-B004', 'GUCCI', 'Jackie 1961 小号', 9800, '黑色皮革', '28 厘米', '几乎无痕', '完好', '完好'],
  ['HS-B005', 'PRADA', 'Re-Edition 2005', 5680, '黑色尼龙', '22 厘米', '几乎无痕', '完好', '细微划痕'],
]

const BAG_HEADER =
  '商家编码,标题,类目,品牌,型号,序列号,价格,材质,尺寸,发货地,质检类型,质检机构,质检员,报告编号,质检日期,真伪,外观,边角,五金,内里,气味,拆修,附件,瑕疵说明'

export function bagFile(inspectedOn: string): string {
  const rows = BAGS.map(([sku, brand, model, yuan, material, size, cosmetic, corners, hardware], index) =>
    [
      sku,
      `${brand} ${model} ${material} 中古单肩手提包`,
      '奢侈品箱包',
      brand,
      model,
      `HS${2410031 + index * 77}`,
      yuan,
      material,
      size,
      '上海静安',
      '第三方',
      '中检集团奢侈品鉴定中心',
      '方鉴定师',
      `CCIC-${inspectedOn.replaceAll('-', '')}-${index + 1}`,
      inspectedOn,
      '鉴定为真',
      cosmetic,
      corners,
      hardware,
      '干净',
      '无异味',
      '无拆修',
      '部分',
      corners === '轻微磨损' ? '底部两角轻微磨损，长约 3 毫米' : '',
    ].join(','),
  )
  return [BAG_HEADER, ...rows, ''].join('\r\n')
}

/** A number with a right check digit (Luhn); 35 begins the numbers of the British approval body. */
function imei(serial: number): string {
  const body = `35693803${String(564_000 + serial * 37).padStart(6, '0')}`
  const sum = [...body].reverse().reduce((total, digit, at) => {
    const weighted = at % 2 === 0 ? Number(digit) * 2 : Number(digit)
    return total + (weighted > 9 ? weighted - 9 : weighted)
  }, 0)
  return `${body}${(10 - (sum % 10)) % 10}`
}
