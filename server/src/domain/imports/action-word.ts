import type { WordChoice } from './word-choice.ts'

/** `list` puts an item back that was taken off, `withdraw` takes it off, `keep` only changes what the row gives. */
export type RowAction = 'list' | 'withdraw' | 'keep'

export const ACTION_CHOICES: WordChoice<RowAction>[] = [
  {
    value: 'list',
    zh: '上架',
    en: 'List',
    words: ['已上架', '在售', '出售中', '销售中', '上架中', 'active', 'published', 'on sale', 'relist'],
  },
  {
    value: 'withdraw',
    zh: '下架',
    en: 'Take off',
    words: [
      '已下架',
      '删除',
      '停售',
      '停止销售',
      '仓库中',
      'delete',
      'remove',
      'withdraw',
      'inactive',
      'unpublished',
      'delist',
      'archived',
    ],
  },
  {
    value: 'keep',
    zh: '更新',
    en: 'Update',
    words: ['新增', '修改', '新增或更新', '不变', 'add', 'insert', 'upsert', 'create', 'replace', 'change'],
  },
]
