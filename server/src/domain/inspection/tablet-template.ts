import type { Template } from './template.ts'
import { choiceField, numberField } from './template-field.ts'

/** Tablets, version 1: as phones, and whether the body is bent, which the thin ones often are. */
export const TABLET_TEMPLATE: Template = {
  code: 'tablet',
  version: 1,
  fields: [
    choiceField(
      {
        key: 'cosmetic',
        axis: 'cosmetic',
        required: true,
        zh: '外观',
        en: 'Cosmetic',
        headers: ['屏幕外观', '机身外观', '外观成色'],
      },
      [
        ['pristine', '无痕', 'No marks', 'new', ['全新', '无使用痕迹', '完美', 'new']],
        [
          'like_new',
          '几乎无痕',
          'No marks seen at 20 cm',
          '99',
          ['微痕', '几乎不可见', '充新', '靓机', 'like new'],
        ],
        [
          'light',
          '轻微划痕',
          'Light marks, not seen at 50 cm',
          '95',
          ['细微划痕', '轻微使用痕迹', '小花', 'light scratches'],
        ],
        [
          'visible',
          '明显划痕',
          'Marks seen at 50 cm',
          '90',
          ['明显使用痕迹', '中花', '划痕', 'visible scratches'],
        ],
        [
          'heavy',
          '磕碰掉漆',
          'Dents or chipped paint',
          '85',
          ['磕碰', '掉漆', '大花', '重度使用痕迹', 'heavy wear'],
        ],
        ['cracked', '碎裂', 'Cracked', 'fair', ['裂屏', '后盖碎', '屏幕碎裂', 'broken glass']],
      ],
    ),
    choiceField(
      {
        key: 'chassis',
        axis: 'structure',
        required: false,
        zh: '机身平整',
        en: 'Flatness',
        headers: ['机身弯曲'],
      },
      [
        ['flat', '平整', 'Flat', 'new', ['无弯曲', '正常', 'straight']],
        ['slight', '轻微弯曲', 'Slightly bent', '90', ['微弯', 'slightly bent']],
        ['bent', '明显弯曲', 'Bent', 'fair', ['弯曲']],
      ],
    ),
    choiceField(
      {
        key: 'function',
        axis: 'function',
        required: true,
        zh: '功能',
        en: 'Function',
        headers: ['功能检测', '功能情况', 'functional'],
      },
      [
        ['all_pass', '全部正常', 'All pass', 'new', ['正常', '功能正常', '完好', '全好', 'ok', 'pass']],
        ['minor_fault', '次要功能异常', 'Minor fault', '85', ['小问题', '轻微异常', 'minor']],
        ['major_fault', '主要功能异常', 'Major fault', 'fair', ['功能异常', '故障', 'faulty']],
      ],
    ),
    numberField(
      {
        key: 'battery_pct',
        axis: 'battery',
        required: true,
        zh: '电池健康',
        en: 'Battery health',
        headers: ['电池健康度', '电池效率'],
      },
      {
        unit: '%',
        unitEn: '%',
        min: 1,
        max: 100,
        better: 'higher',
        steps: [
          { from: 100, atBest: 'new' },
          { from: 95, atBest: '99' },
          { from: 85, atBest: '95' },
          { from: 80, atBest: '90' },
          { from: 60, atBest: '85' },
          { from: 1, atBest: 'fair' },
        ],
      },
    ),
    numberField(
      { key: 'battery_cycles', axis: 'battery', required: false, zh: '循环次数', en: 'Battery cycles' },
      {
        unit: '次',
        unitEn: 'cycles',
        min: 0,
        max: 5000,
        better: 'lower',
        steps: [
          { from: 2, atBest: 'new' },
          { from: 100, atBest: '99' },
          { from: 500, atBest: '95' },
          { from: 5000, atBest: '90' },
        ],
      },
    ),
    choiceField({ key: 'parts', axis: 'parts', required: true, zh: '部件', en: 'Parts' }, [
      ['original', '全部原装', 'All original', 'new', ['原装', '全原', '未更换', 'original']],
      [
        'genuine_replaced',
        '官方更换',
        'Replaced with genuine parts',
        '95',
        ['官换', '官方换件', 'genuine replacement'],
      ],
      [
        'third_party',
        '有非原装件',
        'Third-party parts',
        '85',
        ['非原装', '组装', '后压屏', '更换屏幕', 'aftermarket'],
      ],
    ]),
    choiceField({ key: 'repair', axis: 'repair', required: true, zh: '拆修', en: 'Repair' }, [
      ['none', '无拆修', 'Never opened', 'new', ['无', '未拆修', '无维修', '未拆机', 'none', 'no']],
      ['opened', '拆机未维修', 'Opened, not repaired', '90', ['拆机', '已拆机', 'opened']],
      ['repaired', '有维修', 'Repaired', '85', ['维修过', '拆修', '主板维修', 'yes']],
    ]),
    choiceField({ key: 'water', axis: 'water', required: true, zh: '进水', en: 'Liquid' }, [
      ['none', '无进水', 'No trace', 'new', ['无', '未进水', '否', 'none', 'no']],
      ['trace', '有进水痕迹', 'Traces of liquid', 'fair', ['进水', '有', '是', '浸液', 'yes']],
    ]),
    choiceField({ key: 'locks', axis: 'locks', required: true, zh: '账号锁', en: 'Locks' }, [
      ['none', '无锁', 'No lock', 'new', ['无', '已退出', '无id', '否', 'none', 'no', 'off', 'clean']],
      ['carrier', '有网络锁', 'Carrier lock', '90', ['卡贴机', '有锁', 'carrier locked', 'sim lock']],
      [
        'account',
        '有账号锁',
        'Account or MDM lock',
        'refused',
        ['有id', '监管机', '配置锁', '是', 'on', 'locked'],
      ],
    ]),
    choiceField({ key: 'accessories', axis: 'accessories', required: false, zh: '附件', en: 'Accessories' }, [
      ['sealed', '未拆封', 'Sealed', 'new', ['全新未拆', 'sealed']],
      ['full', '齐全', 'Complete', 'new', ['全套', '盒说全', '有', 'full', 'complete']],
      ['partial', '部分', 'Partial', '99', ['有盒', '缺部分', 'partial']],
      ['none', '单机', 'None', '99', ['无', '裸机', 'none', 'no']],
    ]),
  ],
}
