import type { ImportMode } from '@haowu/shared/imports.ts'
import { ALL_TEMPLATES } from '#domain/inspection/template.ts'
import { normaliseHeader } from './normalise-word.ts'

/** A column we understand. Measured fields of the inspection templates are named `measured.<key>`. */
export interface ImportField {
  field: string
  zh: string
  en: string
  synonyms: string[]
  /** Headers that mean this field only if the cells below say so: `状态` may be anything. */
  doubtful?: string[]
  required?: true
  /** May be spread over several columns. */
  many?: true
}

export const FIELD_GROUPS = ['item', 'trade', 'spec', 'report', 'measured', 'ignore'] as const
export type FieldGroup = (typeof FIELD_GROUPS)[number]

const ITEM_FIELDS: ImportField[] = [
  {
    field: 'sku',
    zh: '商家编码',
    en: 'SKU',
    required: true,
    synonyms: [
      '货号',
      '商品编码',
      'sku编码',
      '款号',
      '外部编码',
      '商品编号',
      'outer_id',
      'item no',
      'seller sku',
      'supplier sku',
      'custom label',
      'merchant id',
      'item sku',
      'product code',
    ],
  },
  {
    field: 'title',
    zh: '标题',
    en: 'Title',
    required: true,
    synonyms: [
      '商品名称',
      '宝贝名称',
      '品名',
      '名称',
      '商品标题',
      '商品名',
      'name',
      'product name',
      'item title',
    ],
  },
  {
    field: 'category',
    zh: '类目',
    en: 'Category',
    required: true,
    synonyms: [
      '分类',
      '品类',
      '宝贝类目',
      '商品类目',
      '商品分类',
      'product type',
      'google_product_category',
      'cid',
    ],
  },
  {
    field: 'price',
    zh: '价格',
    en: 'Price',
    required: true,
    synonyms: [
      '售价',
      '一口价',
      '宝贝价格',
      '零售价',
      '销售价',
      'sale price',
      'retail',
      'retail price',
      '单价',
    ],
  },
  {
    field: 'supply_price',
    zh: '供货价',
    en: 'Supply price',
    // What the supplier is paid, never what a buyer pays.
    synonyms: [
      '结算价',
      '批发价',
      '成本价',
      '成本',
      '代发价',
      '进价',
      '进货价',
      '采购价',
      'cost',
      'cost price',
      'unit cost',
      'wholesale',
      'wholesale price',
    ],
  },
  { field: 'brand', zh: '品牌', en: 'Brand', synonyms: ['品牌名称', 'make', 'brand name'] },
  { field: 'model', zh: '型号', en: 'Model', synonyms: ['机型', '系列', '款式', 'series'] },
  { field: 'imei', zh: 'IMEI', en: 'IMEI', synonyms: ['串号', '手机串号', 'imei1', 'meid', 'imei号'] },
  {
    field: 'serial',
    zh: '序列号',
    en: 'Serial number',
    synonyms: ['sn', 'sn码', '机身号', '编号', '表号', '证书编号', 'serial', 's/n', 'serial no'],
  },
  {
    field: 'qty',
    zh: '库存',
    en: 'Quantity',
    synonyms: ['数量', '可售', '宝贝数量', '现货数', 'qty', 'stock', 'num', 'inventory', 'available'],
  },
  {
    field: 'kind',
    zh: '孤品/现货',
    en: 'Unique or stocked',
    synonyms: ['是否孤品', '货品类型', 'one-off', 'is unique', 'stock kind'],
    doubtful: ['类型', '商品类型', 'type', 'kind', 'unique'],
  },
  {
    field: 'action',
    zh: '操作',
    en: 'Action',
    synonyms: ['上下架', '上架/下架', '操作类型', 'update-delete', 'update delete'],
    doubtful: ['状态', '商品状态', '销售状态', 'status'],
  },
  {
    field: 'grade',
    zh: '成色',
    en: 'Grade',
    synonyms: ['新旧程度', '等级', '品级', '几成新', 'condition', 'cosmetic grade', 'stuff_status'],
  },
  {
    field: 'ship_from',
    zh: '发货地',
    en: 'Ships from',
    synonyms: ['发货城市', '所在地', '城市', '发货地址', 'ship from', 'location', 'location_city'],
  },
  {
    field: 'photos',
    zh: '图片',
    en: 'Photos',
    many: true,
    synonyms: [
      '主图',
      '图片链接',
      '实拍图',
      '商品图片',
      'image',
      'images',
      'image_link',
      'picture',
      '宝贝图片',
      '新图片',
    ],
  },
  { field: 'spec.storage', zh: '存储', en: 'Storage', synonyms: ['内存', '容量', '存储容量', 'capacity'] },
  { field: 'spec.color', zh: '颜色', en: 'Colour', synonyms: ['机身颜色', '颜色分类', 'color'] },
  { field: 'spec.network', zh: '版本', en: 'Region', synonyms: ['网络', '国行港版', '销售地区', 'carrier'] },
  { field: 'spec.material', zh: '材质', en: 'Material', synonyms: ['面料', '皮质'] },
  { field: 'spec.size', zh: '尺寸', en: 'Size', synonyms: ['规格', '大小', 'dimensions'] },
  {
    field: 'spec.weight',
    zh: '重量',
    en: 'Weight',
    synonyms: ['毛重', '净重', '商品重量', '物流重量', 'gross weight', 'net weight'],
  },
  {
    field: 'spec.barcode',
    zh: '条码',
    en: 'Barcode',
    synonyms: ['条形码', '商品条码', '商品条形码', '69码', '国际条码', 'ean', 'upc', 'gtin'],
  },
  { field: 'spec.warranty', zh: '保修', en: 'Warranty', synonyms: ['质保', '保修期', '保修情况'] },
  {
    field: 'report.kind',
    zh: '质检类型',
    en: 'Inspected by',
    synonyms: ['检测类型', '报告类型', 'inspection type', 'report type'],
  },
  {
    field: 'report.agency',
    zh: '质检机构',
    en: 'Agency',
    synonyms: ['检测机构', '鉴定机构', 'inspection agency'],
  },
  {
    field: 'report.inspector',
    zh: '质检员',
    en: 'Inspector',
    synonyms: ['检测员', '检测工程师', '鉴定师', 'inspected by whom'],
  },
  {
    field: 'report.externalNo',
    zh: '报告编号',
    en: 'Report number',
    synonyms: ['质检报告', '检测报告编号', '报告号', 'report id', 'report no'],
  },
  {
    field: 'report.inspectedOn',
    zh: '质检日期',
    en: 'Inspected on',
    synonyms: ['检测日期', '鉴定日期', 'inspected at', 'inspection date'],
  },
  {
    field: 'report.defects',
    zh: '瑕疵说明',
    en: 'Defects',
    synonyms: ['瑕疵', '瑕疵描述', '备注', 'defect', 'notes'],
  },
]

/** Columns our own error file puts in front; recognised and dropped when it comes back. */
export const ERROR_FILE_HEADERS = { line: '行号', error: '错误', repair: '怎么改' } as const
const ERROR_FIELDS: ImportField[] = [
  { field: 'ignore.line', zh: ERROR_FILE_HEADERS.line, en: 'Line', synonyms: [] },
  { field: 'ignore.error', zh: ERROR_FILE_HEADERS.error, en: 'Problem', synonyms: [] },
  { field: 'ignore.repair', zh: ERROR_FILE_HEADERS.repair, en: 'How to fix', synonyms: [] },
]

/** Columns that an export of the inventory adds for people; passed over when it comes back. */
export const EXPORT_FIELDS: ImportField[] = [
  { field: 'ignore.state', zh: '平台状态', en: 'Platform state', synonyms: [] },
  { field: 'ignore.grade', zh: '平台成色', en: 'Platform grade', synonyms: [] },
  { field: 'ignore.reportCode', zh: '平台报告码', en: 'Platform report', synonyms: [] },
  { field: 'ignore.updatedAt', zh: '平台更新时间', en: 'Platform updated at', synonyms: [] },
]

export const IMPORT_FIELDS: ImportField[] = [
  ...ITEM_FIELDS,
  ...measuredFields(),
  ...ERROR_FIELDS,
  ...EXPORT_FIELDS,
]

/** One column serves a field in every template that has it, under any of the names the templates give it. */
function measuredFields(): ImportField[] {
  const fields = new Map<string, ImportField>()
  for (const { key, zh, en, headers = [] } of ALL_TEMPLATES.flatMap(template => template.fields)) {
    const known = fields.get(key)
    if (known) known.synonyms.push(zh, en, ...headers)
    else fields.set(key, { field: `measured.${key}`, zh, en, synonyms: [...headers] })
  }
  return [...fields.values()]
}

const fieldsByWord = (wordsOf: (field: ImportField) => string[]) =>
  new Map(IMPORT_FIELDS.flatMap(field => wordsOf(field).map(word => [normaliseHeader(word), field] as const)))

const FIELD_BY_WORD = fieldsByWord(({ zh, en, synonyms }) => [zh, en, ...synonyms])
const FIELD_BY_DOUBTFUL_WORD = fieldsByWord(({ doubtful = [] }) => doubtful)
const FIELDS = new Map(IMPORT_FIELDS.map(field => [field.field, field]))

/** The field a header means, whatever its case, width, characters, spaces, stars, units and remarks in brackets. */
export function fieldOfHeader(header: string): ImportField | undefined {
  return FIELD_BY_WORD.get(normaliseHeader(header))
}

/** The field a header would mean if the cells below it say so. */
export function doubtfulFieldOfHeader(header: string): ImportField | undefined {
  return FIELD_BY_DOUBTFUL_WORD.get(normaliseHeader(header))
}

export function findField(field: string): ImportField | undefined {
  return FIELDS.get(field)
}

/** The field's column in our template, for files that do not have it. */
export function nameOfField(field: string): string {
  return FIELDS.get(field)?.zh ?? field
}

export function groupOfField(field: string): FieldGroup {
  const [prefix] = field.split('.')
  const group = FIELD_GROUPS.find(candidate => candidate === prefix)
  if (group) return group
  return TRADE_FIELDS.has(field) ? 'trade' : 'item'
}

const TRADE_FIELDS = new Set(['price', 'supply_price', 'qty', 'kind', 'action', 'ship_from', 'photos'])

/** Groups of columns of which a file in this mode needs at least one each. */
export function neededFields(mode: ImportMode): string[][] {
  if (mode === 'price_stock') return [['sku'], ['price', 'qty']]
  return IMPORT_FIELDS.filter(({ required }) => required).map(({ field }) => [field])
}
