import type { StockKind } from './check-row.ts'
import type { WordChoice } from './word-choice.ts'

/** "Yes" answers the header `是否孤品`. */
export const KIND_CHOICES: WordChoice<StockKind>[] = [
  {
    value: 'unique',
    zh: '孤品',
    en: 'Unique',
    words: ['一件一码', '唯一', '单件', '二手', '闲置', 'one-off', 'one of a kind', '是', 'yes'],
  },
  {
    value: 'stocked',
    zh: '现货',
    en: 'Stocked',
    words: ['库存品', '有库存', '批量', '多件', 'stock', 'in stock', '否', 'no'],
  },
]
