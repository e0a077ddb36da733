import type { WordChoice } from './word-choice.ts'

/** For which market a device was made. Any other word stays as the supplier wrote it. */
export const REGION_CHOICES: WordChoice[] = [
  {
    value: '国行',
    zh: '国行',
    en: 'Mainland China',
    words: ['大陆国行', '国行版', '中国大陆', '大陆', 'cn', 'china', '国版', '行货'],
  },
  {
    value: '港版',
    zh: '港版',
    en: 'Hong Kong',
    words: ['港行', '香港', '香港版', 'hk', 'hong kong', 'hongkong'],
  },
  { value: '美版', zh: '美版', en: 'United States', words: ['美国', '美国版', 'us', 'usa', 'us version'] },
  { value: '日版', zh: '日版', en: 'Japan', words: ['日本', '日本版', 'jp', 'japan'] },
  { value: '韩版', zh: '韩版', en: 'Korea', words: ['韩国', '韩国版', 'kr', 'korea'] },
  { value: '欧版', zh: '欧版', en: 'Europe', words: ['欧洲', '欧洲版', 'eu', 'europe'] },
  { value: '台版', zh: '台版', en: 'Taiwan', words: ['台湾', '台湾版', 'tw', 'taiwan'] },
]
