import type { Template } from './template.ts'
import { choiceField, numberField } from './template-field.ts'

/** Appliances, version 1: safe first, then working, clean, and how it looks. */
export const APPLIANCE_TEMPLATE: Template = {
  code: 'appliance',
  version: 1,
  fields: [
    choiceField(
      {
        key: 'safety',
        axis: 'safety',
        required: true,
        zh: '用电安全',
        en: 'Electrical safety',
        headers: ['绝缘测试', '漏电检测', '安全检测', 'insulation'],
      },
      [
        ['pass', '绝缘通过', 'Insulation passed', 'new', ['通过', '合格', '安全', '正常', 'ok', 'pass']],
        ['fail', '漏电或破损', 'Leaks or is damaged', 'refused', ['不合格', '漏电', '线缆破损', 'fail']],
      ],
    ),
    choiceField(
      {
        key: 'function',
        axis: 'function',
        required: true,
        zh: '功能',
        en: 'Function',
        headers: ['运行情况'],
      },
      [
        ['all_pass', '全部正常', 'Works', 'new', ['正常', '完好', '运行正常', 'ok', 'pass']],
        ['minor_fault', '次要功能异常', 'Minor fault', '85', ['小问题', 'minor']],
        ['major_fault', '主要功能异常', 'Major fault', 'fair', ['故障', 'faulty']],
      ],
    ),
    choiceField(
      {
        key: 'noise',
        axis: 'function',
        required: false,
        zh: '运行噪音',
        en: 'Noise',
        headers: ['异响'],
      },
      [
        ['normal', '正常', 'Normal', 'new', ['无异响', '安静', 'normal', 'none']],
        ['raised', '偏大', 'Raised', '90', ['略大', 'raised']],
        ['abnormal', '异响', 'Abnormal', '85', ['有异响', '噪音大', 'abnormal']],
      ],
    ),
    numberField(
      {
        key: 'age_months',
        axis: 'function',
        required: false,
        zh: '使用月数',
        en: 'Months in use',
        headers: ['age in months'],
      },
      {
        unit: '月',
        unitEn: 'months',
        min: 0,
        max: 600,
        better: 'lower',
        steps: [
          { from: 0, atBest: 'new' },
          { from: 12, atBest: '99' },
          { from: 36, atBest: '95' },
          { from: 72, atBest: '90' },
          { from: 120, atBest: '85' },
          { from: 600, atBest: 'fair' },
        ],
      },
    ),
    choiceField(
      {
        key: 'hygiene',
        axis: 'hygiene',
        required: true,
        zh: '清洁',
        en: 'Cleanliness',
        headers: ['清洁消毒', '内胆清洁'],
      },
      [
        ['deep', '深度清洁', 'Deep-cleaned', 'new', ['已消毒', '全新', '拆洗', 'deep cleaned']],
        ['clean', '表面清洁', 'Wiped clean', '95', ['干净', '已清洁', 'clean']],
        ['dirty', '有污垢', 'Dirty', '85', ['脏', '异味', 'dirty']],
      ],
    ),
    choiceField({ key: 'cosmetic', axis: 'cosmetic', required: true, zh: '外观', en: 'Cosmetic' }, [
      ['pristine', '无痕', 'No marks', 'new', ['全新', '完美', 'new']],
      ['like_new', '几乎无痕', 'Barely used', '99', ['微痕', '充新', 'like new']],
      ['light', '轻微划痕', 'Light marks', '95', ['轻微使用痕迹', 'light wear']],
      ['visible', '明显划痕', 'Visible wear', '90', ['明显使用痕迹', '划痕', 'visible wear']],
      ['heavy', '磕碰掉漆', 'Heavy wear', '85', ['破损', '生锈', '重度使用痕迹', 'heavy wear']],
    ]),
    choiceField(
      { key: 'parts', axis: 'parts', required: false, zh: '部件', en: 'Parts', headers: ['零部件'] },
      [
        ['original', '全部原装', 'All original', 'new', ['原装', '未更换', 'original']],
        [
          'genuine_replaced',
          '官方更换',
          'Replaced with genuine parts',
          '95',
          ['官换', 'genuine replacement'],
        ],
        ['third_party', '有非原装件', 'Third-party parts', '85', ['非原装', '副厂件', 'aftermarket']],
      ],
    ),
    choiceField(
      { key: 'repair', axis: 'repair', required: true, zh: '拆修', en: 'Repair', headers: ['维修记录'] },
      [
        ['none', '无拆修', 'None', 'new', ['无', '未维修', '无维修', 'none', 'no']],
        ['repaired', '有维修', 'Repaired', '85', ['维修过', '加氟', '换件', 'yes']],
      ],
    ),
    choiceField(
      {
        key: 'accessories',
        axis: 'accessories',
        required: false,
        zh: '附件',
        en: 'Accessories',
        headers: ['配件遥控'],
      },
      [
        ['full', '齐全', 'Complete', 'new', ['全套', '有', 'full', 'complete']],
        ['partial', '部分', 'Partial', '99', ['缺部分', 'partial']],
        ['none', '无附件', 'None', '99', ['无', 'none', 'no']],
      ],
    ),
  ],
}
