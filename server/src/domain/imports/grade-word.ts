import type { Grade } from '@haowu/shared/catalog.ts'
import type { WordChoice } from './word-choice.ts'

/** How suppliers write a grade. It is only compared with the one that follows from the inspection, never taken. */
export const GRADE_CHOICES: WordChoice<Grade>[] = [
  {
    value: 'new',
    zh: '全新',
    en: 'New',
    words: [
      '全新未拆',
      '全新未拆封',
      '全新未使用',
      '未拆封',
      '10成新',
      '十成新',
      'brand new',
      'sealed',
      'unused',
    ],
  },
  {
    value: '99',
    zh: '99新',
    en: '99 % new',
    words: [
      '9.9成新',
      '99成新',
      '准新',
      '充新',
      '几乎全新',
      '靓机',
      's',
      's级',
      'a+',
      'a+级',
      'like new',
      'mint',
    ],
  },
  {
    value: '95',
    zh: '95新',
    en: '95 % new',
    words: ['9.5成新', '95成新', '九五新', '九五成新', 'a', 'a级', 'excellent', 'very good'],
  },
  { value: '90', zh: '90新', en: '90 % new', words: ['9成新', '九成新', '9新', 'b', 'b级', 'b+', 'good'] },
  {
    value: '85',
    zh: '85新',
    en: '85 % new',
    words: ['8.5成新', '85成新', '八五新', '八五成新', '8成新', '八成新', '80新', 'c', 'c级'],
  },
  {
    value: 'fair',
    zh: '战损',
    en: 'Fair',
    words: ['7成新', '七成新', '70新', '6成新', 'd', 'd级', 'acceptable', 'poor'],
  },
]
