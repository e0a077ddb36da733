import type { Template } from './template.ts'
import { choiceField } from './template-field.ts'

/** Books, version 1. A pirated copy may not be offered; notes in the margin are told, not punished twice. */
export const BOOK_TEMPLATE: Template = {
  code: 'book',
  version: 1,
  fields: [
    choiceField(
      {
        key: 'authenticity',
        axis: 'authenticity',
        required: true,
        zh: '真伪',
        en: 'Authenticity',
        headers: ['是否正版', 'genuine edition'],
      },
      [
        ['genuine', '正版', 'Genuine', 'new', ['真', '正品', '是', 'authentic', 'yes']],
        ['unsure', '无法鉴定', 'Inconclusive', 'refused', ['存疑', '无法判断', 'inconclusive']],
        ['fake', '盗版', 'Pirated', 'refused', ['假', '盗印', '影印', 'pirated', 'fake']],
      ],
    ),
    choiceField(
      {
        key: 'cosmetic',
        axis: 'cosmetic',
        required: true,
        zh: '外观',
        en: 'Cover',
        headers: ['书品'],
      },
      [
        ['pristine', '全新', 'As new', 'new', ['无痕', '未翻阅', '完美', 'new']],
        ['like_new', '几乎无痕', 'Barely read', '99', ['微痕', '充新', 'like new']],
        ['light', '轻微磨损', 'Light wear', '95', ['轻微使用痕迹', '轻微划痕', 'light wear']],
        ['visible', '明显磨损', 'Visible wear', '90', ['明显使用痕迹', '折角', 'visible wear']],
        ['heavy', '破损', 'Torn', '85', ['撕裂', '重度使用痕迹', 'heavy wear']],
      ],
    ),
    choiceField(
      {
        key: 'pages',
        axis: 'structure',
        required: true,
        zh: '内页',
        en: 'Pages',
        headers: ['内页完整', '是否缺页'],
      },
      [
        ['complete', '完整', 'Complete', 'new', ['无缺页', '齐', '正常', 'complete']],
        ['loose', '脱页', 'Loose pages', '85', ['松动', 'loose']],
        ['missing', '缺页', 'Pages missing', 'fair', ['有缺页', 'missing']],
      ],
    ),
    choiceField(
      {
        key: 'binding',
        axis: 'structure',
        required: false,
        zh: '装订',
        en: 'Binding',
        headers: ['书脊', '书脊装订'],
      },
      [
        ['firm', '牢固', 'Firm', 'new', ['完好', '正常', 'firm']],
        ['worn', '松动', 'Worn', '90', ['书脊破损', '磨损', 'worn']],
        ['broken', '散脱', 'Broken', '85', ['散', '断裂', 'broken']],
      ],
    ),
    choiceField(
      {
        key: 'markings',
        axis: 'cosmetic',
        required: false,
        zh: '笔记划线',
        en: 'Markings',
        headers: ['划线'],
      },
      [
        ['none', '无', 'None', 'new', ['无笔记', '干净', 'none', 'no']],
        ['few', '少量', 'A few', '95', ['少许', '个别页', 'few']],
        ['many', '较多', 'Many', '90', ['大量', '很多', 'many']],
      ],
    ),
    choiceField(
      {
        key: 'mould',
        axis: 'hygiene',
        required: false,
        zh: '霉渍',
        en: 'Mould and damp',
        headers: ['受潮', '水渍', '霉斑'],
      },
      [
        ['none', '无', 'None', 'new', ['无霉渍', '干燥', 'none', 'no']],
        ['trace', '少许水渍', 'Traces of damp', '90', ['轻微受潮', '黄斑', 'trace']],
        ['mould', '发霉', 'Mould', 'fair', ['霉变', '霉', 'mouldy']],
      ],
    ),
    choiceField(
      {
        key: 'accessories',
        axis: 'accessories',
        required: false,
        zh: '附件',
        en: 'Accessories',
        headers: ['函套腰封', '全套情况'],
      },
      [
        ['full', '齐全', 'Complete set', 'new', ['全套', '有', 'full', 'complete']],
        ['partial', '部分', 'Partial', '99', ['缺函套', '缺光盘', 'partial']],
        ['none', '无附件', 'None', 'new', ['无', 'none', 'no']],
      ],
    ),
  ],
}
