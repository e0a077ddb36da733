import type { CategoryCode } from '@haowu/shared/catalog.ts'
import type { WordChoice } from './word-choice.ts'

export const CATEGORY_CHOICES: WordChoice<CategoryCode>[] = [
  {
    value: 'phone',
    zh: '手机',
    en: 'Phones',
    words: ['二手手机', 'smartphone', 'smartphones', 'mobile phone', '智能手机', '手机通讯', '二手手机数码'],
  },
  { value: 'tablet', zh: '平板', en: 'Tablets', words: ['平板电脑', 'ipad', '二手平板'] },
  {
    value: 'luxury_bag',
    zh: '奢侈品箱包',
    en: 'Luxury bags',
    words: [
      'luxury bag',
      '箱包',
      '包袋',
      '女包',
      '包包',
      '奢侈品',
      '二奢',
      '二奢箱包',
      'bag',
      'bags',
      'handbag',
      'handbags',
    ],
  },
  { value: 'watch', zh: '腕表', en: 'Watches', words: ['手表', '钟表', '名表', '二手表'] },
  {
    value: 'jewellery',
    zh: '珠宝玉石',
    en: 'Jewellery and jade',
    words: ['珠宝', '玉石', '翡翠', '和田玉', '首饰', 'jewelry', 'jade'],
  },
  { value: 'appliance', zh: '家电', en: 'Appliances', words: ['电器', '小家电', '家用电器', '二手家电'] },
  { value: 'book', zh: '图书', en: 'Books', words: ['书籍', '书', '二手书', '旧书'] },
  { value: 'furniture', zh: '家具', en: 'Furniture', words: ['家居', '二手家具'] },
  { value: 'general', zh: '综合', en: 'General', words: ['其他', '其它', 'other', 'others'] },
]
