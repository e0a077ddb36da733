/** What the supplier of the story has in her spreadsheet: phones and bags in one file, three rows of it wrong. */
export const PHONE = { title: '苹果 iPhone 15 Pro 128GB 蓝色钛金属 国行全网通', priceFen: 539_900n }
export const SECOND_PHONE = { title: '华为 Mate 60 Pro 512GB 雅川青 国行全网通', priceFen: 519_900n }
export const BAG = { title: '路易威登 Neverfull 中号 老花帆布 中古单肩手提包', priceFen: 768_000n }
export const GOOD_ROWS = 4

const HEADER = [
  ['商家编码', '标题', '类目', '品牌', '型号', 'IMEI', '序列号', '价格', '发货地'],
  ['质检类型', '质检机构', '质检员', '报告编号', '质检日期'],
  ['外观', '功能', '电池健康', '部件', '拆修', '进水', '账号锁', '附件'],
  ['真伪', '边角', '五金', '内里', '气味', '瑕疵说明'],
].flat()

type Row = { sku: string; title: string; price: string; imei?: string; inspector?: string }

export function supplierFile(): string {
  const inspectedOn = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
  const rows = [
    phone({ sku: 'CZ-001', ...offered(PHONE), imei: '356938035643809' }, inspectedOn),
    phone({ sku: 'CZ-002', ...offered(SECOND_PHONE), imei: '490154203237518' }, inspectedOn),
    phone(
      { sku: 'CZ-003', title: '小米 14 Ultra 512GB 龙晶蓝', price: '3999', imei: '352099001761481' },
      inspectedOn,
    ),
    bag({ sku: 'CZ-101', ...offered(BAG) }, inspectedOn),
    phone(
      { sku: 'CZ-004', title: 'vivo X100 Pro 256GB 落日橙', price: '面议', imei: '353879234252633' },
      inspectedOn,
    ),
    phone(
      { sku: 'CZ-005', title: '三星 Galaxy S24 Ultra 钛灰', price: '5499', imei: '356938035643800' },
      inspectedOn,
    ),
    phone(
      { sku: 'CZ-006', title: '荣耀 Magic6 至臻版', price: '3399', imei: '357369090123454', inspector: '' },
      inspectedOn,
    ),
  ]
  return [HEADER, ...rows, []].map(cells => cells.join(',')).join('\r\n')
}

function offered({ title, priceFen }: { title: string; priceFen: bigint }) {
  return { title, price: String(priceFen / 100n) }
}

function phone({ sku, title, price, imei = '', inspector = '孙工' }: Row, inspectedOn: string): string[] {
  const [brand = ''] = title.split(' ')
  return [
    [sku, title, '手机', brand, title.slice(brand.length + 1).slice(0, 20), imei, '', price, '江苏常州'],
    ['第三方', '拍机堂检测中心（常州）', inspector, `PJT-${sku}`, inspectedOn],
    ['轻微划痕', '全部正常', '91%', '全部原装', '无拆修', '无进水', '无锁', '部分'],
    ['', '', '', '', '', ''],
  ].flat()
}

function bag({ sku, title, price }: Row, inspectedOn: string): string[] {
  return [
    [sku, title, '奢侈品箱包', '路易威登', 'Neverfull MM', '', 'SD4198', price, '上海静安'],
    ['第三方', '中检集团奢侈品鉴定中心', '方鉴定师', `CCIC-${sku}`, inspectedOn],
    ['轻微划痕', '', '', '', '无拆修', '', '', '部分'],
    ['鉴定为真', '轻微磨损', '细微划痕', '干净', '无异味', '底部两角轻微磨损，长约 3 毫米'],
  ].flat()
}
