import { CATEGORY_CODES, type CategoryCode } from '@haowu/shared/catalog.ts'
import { normaliseWord } from './normalise-word.ts'

const WORDS: Record<CategoryCode, string[]> = {
  phone: ['手机', '二手手机', 'phones', 'smartphone', 'mobile phone', '智能手机'],
  tablet: ['平板', '平板电脑', 'tablets', 'ipad'],
  luxury_bag: [
    '奢侈品箱包',
    '箱包',
    '包袋',
    '女包',
    '奢侈品',
    '二奢箱包',
    'luxury bags',
    'bag',
    'bags',
    'handbag',
  ],
  watch: ['腕表', '手表', '钟表', 'watches'],
  jewellery: ['珠宝玉石', '珠宝', '玉石', '翡翠', '首饰', 'jewelry', 'jewellery and jade'],
  appliance: ['家电', '电器', '小家电', 'appliances'],
  book: ['图书', '书籍', '二手书', 'books'],
  furniture: ['家具', '家居'],
  general: ['综合', '其他', '其它', 'other', 'others'],
}

const BY_WORD = new Map(
  CATEGORY_CODES.flatMap(code => [code, ...WORDS[code]].map(word => [normaliseWord(word), code] as const)),
)

export function categoryOfWord(text: string): CategoryCode | undefined {
  return BY_WORD.get(normaliseWord(text))
}
