import type { Template } from './template.ts'
import { choiceField } from './template-field.ts'

/** Furniture, version 1: stands firm, is what it is said to be, brings nothing living into the house. */
export const FURNITURE_TEMPLATE: Template = {
  code: 'furniture',
  version: 1,
  fields: [
    choiceField(
      {
        key: 'structure',
        axis: 'structure',
        required: true,
        zh: '结构稳固',
        en: 'Structure',
        headers: ['稳固性'],
      },
      [
        ['firm', '稳固', 'Firm', 'new', ['完好', '正常', '牢固', 'firm']],
        ['loose', '轻微松动', 'Slightly loose', '90', ['松动', 'loose']],
        ['damaged', '开裂变形', 'Cracked or warped', 'fair', ['开裂', '变形', '断裂', 'damaged']],
      ],
    ),
    choiceField(
      {
        key: 'cosmetic',
        axis: 'cosmetic',
        required: true,
        zh: '外观',
        en: 'Surface',
        headers: ['漆面', '面料外观'],
      },
      [
        ['pristine', '无痕', 'No marks', 'new', ['全新', '完美', 'new']],
        ['like_new', '几乎无痕', 'Barely used', '99', ['微痕', '充新', 'like new']],
        ['light', '轻微划痕', 'Light marks', '95', ['轻微使用痕迹', 'light wear']],
        ['visible', '明显划痕', 'Visible wear', '90', ['明显使用痕迹', '划痕', 'visible wear']],
        ['heavy', '磕碰掉漆', 'Heavy wear', '85', ['破损', '掉皮', '重度使用痕迹', 'heavy wear']],
      ],
    ),
    choiceField(
      {
        key: 'material',
        axis: 'authenticity',
        required: false,
        zh: '材质核对',
        en: 'Material check',
        headers: ['材质是否一致', '用料核对'],
      },
      [
        ['as_described', '与描述一致', 'As described', 'new', ['一致', '相符', '符合', 'as described']],
        ['differs', '与描述不符', 'Not as described', 'refused', ['不符', '不一致', 'differs']],
      ],
    ),
    choiceField(
      {
        key: 'pests',
        axis: 'hygiene',
        required: true,
        zh: '虫蛀霉变',
        en: 'Pests and mould',
        headers: ['虫蛀', '蛀虫', '霉变', 'woodworm'],
      },
      [
        ['none', '无', 'None', 'new', ['无虫蛀', '未见', 'none', 'no']],
        ['old', '旧蛀孔已处理', 'Old holes, treated', '85', ['旧虫眼', '已处理', 'treated']],
        ['live', '活虫或发霉', 'Live pests or mould', 'refused', ['有', '活虫', '发霉', 'yes']],
      ],
    ),
    choiceField(
      { key: 'odour', axis: 'hygiene', required: false, zh: '气味', en: 'Odour', headers: ['甲醛气味'] },
      [
        ['none', '无异味', 'None', 'new', ['无', '正常', 'none', 'no']],
        ['present', '有异味', 'Present', '90', ['有', '霉味', '烟味', 'yes']],
      ],
    ),
    choiceField(
      {
        key: 'stains',
        axis: 'cosmetic',
        required: false,
        zh: '污渍',
        en: 'Stains',
        headers: ['布面污渍'],
      },
      [
        ['none', '无', 'None', 'new', ['无污渍', '干净', 'none', 'no']],
        ['light', '轻微', 'Light', '95', ['轻微污渍', 'light']],
        ['stained', '明显', 'Stained', '85', ['明显污渍', '污渍', 'stained']],
      ],
    ),
    choiceField(
      {
        key: 'repair',
        axis: 'repair',
        required: false,
        zh: '拆修',
        en: 'Repair',
        headers: ['修补情况'],
      },
      [
        ['none', '无拆修', 'None', 'new', ['无', '未修', '无维修', 'none', 'no']],
        ['refinished', '重新上漆', 'Refinished', '90', ['翻新', '补漆', 'refinished']],
        ['repaired', '有维修', 'Repaired', '85', ['维修过', '换件', '加固', 'yes']],
      ],
    ),
    choiceField(
      {
        key: 'accessories',
        axis: 'accessories',
        required: false,
        zh: '附件',
        en: 'Accessories',
        headers: ['安装件'],
      },
      [
        ['full', '齐全', 'Complete', 'new', ['全套', '有', 'full', 'complete']],
        ['partial', '部分', 'Partial', '99', ['缺螺丝', 'partial']],
        ['none', '无附件', 'None', '99', ['无', 'none', 'no']],
      ],
    ),
  ],
}
