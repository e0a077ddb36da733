import type { Template } from './template.ts'
import { choiceField, numberField } from './template-field.ts'

/** Watches, version 1: genuine, running, then what is seen from the glass to the last link. */
export const WATCH_TEMPLATE: Template = {
  code: 'watch',
  version: 1,
  fields: [
    choiceField(
      {
        key: 'authenticity',
        axis: 'authenticity',
        required: true,
        zh: '真伪',
        en: 'Authenticity',
        headers: ['鉴定结论', '鉴定结果'],
      },
      [
        ['genuine', '鉴定为真', 'Genuine', 'new', ['真', '正品', '真品', '符合', 'authentic', 'pass']],
        ['unsure', '无法鉴定', 'Inconclusive', 'refused', ['存疑', '无法判断', 'inconclusive']],
        ['fake', '鉴定为假', 'Counterfeit', 'refused', ['假', '仿品', '不符合', 'fake']],
      ],
    ),
    choiceField(
      {
        key: 'function',
        axis: 'function',
        required: true,
        zh: '功能',
        en: 'Function',
        headers: ['走时功能', '机芯功能'],
      },
      [
        ['all_pass', '全部正常', 'All functions work', 'new', ['正常', '走时正常', '完好', 'ok', 'pass']],
        ['minor_fault', '次要功能异常', 'A complication fails', '85', ['日历异常', '小问题', 'minor']],
        ['major_fault', '主要功能异常', 'Does not run', 'fair', ['停走', '故障', 'faulty']],
      ],
    ),
    numberField(
      {
        key: 'rate_sec',
        axis: 'function',
        required: false,
        zh: '日差',
        en: 'Daily rate',
        headers: ['走时误差', '日差秒', 'seconds per day'],
      },
      {
        unit: '秒/天',
        unitEn: 's/day',
        min: 0,
        max: 999,
        better: 'lower',
        steps: [
          { from: 10, atBest: 'new' },
          { from: 20, atBest: '99' },
          { from: 40, atBest: '95' },
          { from: 90, atBest: '90' },
          { from: 999, atBest: '85' },
        ],
      },
    ),
    numberField(
      {
        key: 'amplitude_deg',
        axis: 'function',
        required: false,
        zh: '摆幅',
        en: 'Amplitude',
        headers: ['摆轮摆幅'],
      },
      {
        unit: '°',
        unitEn: '°',
        min: 0,
        max: 360,
        better: 'higher',
        steps: [
          { from: 270, atBest: 'new' },
          { from: 240, atBest: '99' },
          { from: 200, atBest: '95' },
          { from: 0, atBest: '90' },
        ],
      },
    ),
    choiceField(
      {
        key: 'cosmetic',
        axis: 'cosmetic',
        required: true,
        zh: '外观',
        en: 'Case',
        headers: ['表壳外观', 'case condition'],
      },
      [
        ['pristine', '无痕', 'No marks', 'new', ['全新', '未使用', '完美', 'new']],
        ['like_new', '几乎无痕', 'Barely used', '99', ['微痕', '几乎不可见', '充新', 'like new']],
        ['light', '轻微划痕', 'Light marks', '95', ['细微划痕', '轻微使用痕迹', 'light wear']],
        ['visible', '明显划痕', 'Visible wear', '90', ['明显使用痕迹', '划痕', 'visible wear']],
        ['heavy', '磕碰变形', 'Dents', '85', ['磕碰', '凹坑', '重度使用痕迹', 'heavy wear']],
      ],
    ),
    choiceField(
      {
        key: 'glass',
        axis: 'cosmetic',
        required: true,
        zh: '表镜状况',
        en: 'Crystal',
        headers: ['表蒙状况'],
      },
      [
        ['intact', '完好', 'Intact', 'new', ['无划痕', '正常', 'intact']],
        ['light', '细微划痕', 'Hairlines', '95', ['轻微划痕', '微痕', 'hairlines']],
        ['chipped', '崩边或裂', 'Chipped or cracked', 'fair', ['崩边', '破裂', '裂', 'cracked']],
      ],
    ),
    choiceField(
      {
        key: 'dial',
        axis: 'parts',
        required: true,
        zh: '表盘状况',
        en: 'Dial',
        headers: ['盘面状况'],
      },
      [
        ['original', '原装', 'Original', 'new', ['完好', '正常', '原装完好', 'original']],
        ['aged', '氧化或泛黄', 'Aged', '90', ['氧化', '泛黄', '有斑', 'aged']],
        ['refinished', '翻新盘', 'Refinished', '85', ['翻新', '改盘', '后配', 'refinished']],
      ],
    ),
    choiceField(
      {
        key: 'bracelet',
        axis: 'cosmetic',
        required: false,
        zh: '表带状况',
        en: 'Bracelet',
        headers: ['表链状况'],
      },
      [
        ['tight', '紧致', 'Tight', 'new', ['完好', '正常', '全新', 'intact']],
        ['light', '轻微使用', 'Light wear', '95', ['轻微划痕', '轻微松动', 'light wear']],
        ['stretched', '明显松垮', 'Stretched', '90', ['松垮', '磨损', 'stretched']],
        ['replaced', '非原装表带', 'Not original', '90', ['后配', '副厂', 'replaced']],
      ],
    ),
    choiceField(
      {
        key: 'polish',
        axis: 'repair',
        required: true,
        zh: '抛光',
        en: 'Polishing',
        headers: ['抛光情况', 'polished'],
      },
      [
        ['none', '未抛光', 'Never polished', 'new', ['无', '未打磨', 'none', 'no']],
        ['light', '轻微抛光', 'Lightly polished', '95', ['有抛光', '抛光过', 'yes']],
        ['heavy', '过度抛光', 'Over-polished', '85', ['重抛', '棱角磨平', 'heavily polished']],
      ],
    ),
    choiceField(
      {
        key: 'repair',
        axis: 'repair',
        required: true,
        zh: '拆修',
        en: 'Repair',
        headers: ['保养史', '维修保养'],
      },
      [
        ['none', '无拆修', 'None', 'new', ['无', '未维修', '无维修', 'none', 'no']],
        [
          'cared',
          '官方保养',
          'Serviced by the brand',
          '99',
          ['保养', '专柜保养', '品牌保养', 'brand service'],
        ],
        ['repaired', '有维修', 'Repaired', '85', ['维修过', '换件', '换机芯零件', 'yes']],
      ],
    ),
    choiceField(
      {
        key: 'water',
        axis: 'water',
        required: false,
        zh: '进水',
        en: 'Liquid',
        headers: ['防水测试', '水汽'],
      },
      [
        ['none', '无进水', 'No trace', 'new', ['无', '通过', '否', 'none', 'no']],
        ['trace', '有进水痕迹', 'Traces of liquid', 'fair', ['进水', '水汽', '有', '是', 'yes']],
      ],
    ),
    choiceField(
      {
        key: 'accessories',
        axis: 'accessories',
        required: false,
        zh: '附件',
        en: 'Accessories',
        headers: ['盒证', '表盒保卡'],
      },
      [
        ['full', '齐全', 'Box and papers', 'new', ['全套', '盒证齐全', '有', 'full', 'complete']],
        ['partial', '部分', 'Partial', '99', ['有盒', '有保卡', '缺卡', 'partial']],
        ['none', '无附件', 'None', '99', ['无', '单表', 'none', 'no']],
      ],
    ),
  ],
}
