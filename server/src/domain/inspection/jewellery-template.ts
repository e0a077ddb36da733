import type { Template } from './template.ts'
import { choiceField, numberField } from './template-field.ts'

/** Jewellery and jade, version 1: what it is and what was done to it decide more than how it looks. */
export const JEWELLERY_TEMPLATE: Template = {
  code: 'jewellery',
  version: 1,
  fields: [
    choiceField(
      {
        key: 'authenticity',
        axis: 'authenticity',
        required: true,
        zh: '真伪',
        en: 'Authenticity',
        headers: ['鉴定结论'],
      },
      [
        [
          'genuine',
          '鉴定为真',
          'As described',
          'new',
          ['真', '正品', '真品', '天然', '符合', 'natural', 'authentic', 'pass'],
        ],
        ['unsure', '无法鉴定', 'Inconclusive', 'refused', ['存疑', '无法判断', 'inconclusive']],
        ['fake', '鉴定为假', 'Imitation', 'refused', ['假', '仿品', '不符合', '合成', 'fake']],
      ],
    ),
    choiceField(
      {
        key: 'treatment',
        axis: 'authenticity',
        required: true,
        zh: '优化处理',
        en: 'Treatment',
        headers: ['处理情况'],
      },
      [
        ['none', '未处理', 'Untreated', 'new', ['无', 'A货', '天然未处理', 'untreated', 'none', 'no']],
        ['enhanced', '优化', 'Enhanced', '95', ['热处理', '浸蜡', 'enhanced']],
        [
          'treated',
          '充填染色',
          'Filled or dyed',
          'refused',
          ['B货', 'C货', 'B+C货', '充填', '染色', '注胶', 'treated'],
        ],
      ],
    ),
    numberField(
      {
        key: 'weight_mg',
        axis: 'authenticity',
        required: false,
        zh: '称重',
        en: 'Weighed',
        headers: ['实测重量', '总质量', 'weight measured'],
      },
      {
        unit: 'mg',
        unitEn: 'mg',
        min: 1,
        max: 999_999_999,
        better: 'higher',
        steps: [{ from: 1, atBest: 'new' }],
      },
    ),
    choiceField(
      {
        key: 'purity',
        axis: 'authenticity',
        required: false,
        zh: '贵金属成色',
        en: 'Precious metal',
        headers: ['金属成色'],
      },
      [
        ['hallmark', '与印记一致', 'As hallmarked', 'new', ['一致', '符合印记', '相符', 'as marked']],
        ['none', '不含贵金属', 'No precious metal', 'new', ['无', '不适用', 'none', 'n/a']],
        ['below', '低于印记', 'Below the hallmark', 'refused', ['不足', '不符', 'below']],
      ],
    ),
    choiceField(
      {
        key: 'stone',
        axis: 'cosmetic',
        required: true,
        zh: '纹裂',
        en: 'Fractures',
        headers: ['裂纹', '石纹', '瑕裂', 'cracks'],
      },
      [
        ['none', '无纹裂', 'None seen', 'new', ['无', '无裂', 'none', 'no']],
        ['growth', '天然石纹', 'Growth lines', '99', ['石纹', '生长纹', 'growth lines']],
        ['hairline', '细小裂', 'Hairline', '90', ['细裂', '微裂', 'hairline']],
        ['open', '通裂', 'Open fracture', 'fair', ['裂', '贯穿裂', '断裂', 'open']],
      ],
    ),
    choiceField(
      {
        key: 'setting',
        axis: 'structure',
        required: false,
        zh: '镶嵌牢固',
        en: 'Setting',
        headers: ['镶口', '爪镶', 'claws'],
      },
      [
        ['tight', '牢固', 'Tight', 'new', ['完好', '正常', '牢', 'tight']],
        ['none', '无镶嵌', 'No setting', 'new', ['无', '不适用', 'none']],
        ['loose', '松动', 'Loose', '85', ['有松动', 'loose']],
        ['missing', '缺石', 'A stone is missing', 'fair', ['掉石', '缺钻', 'missing']],
      ],
    ),
    choiceField(
      {
        key: 'cosmetic',
        axis: 'cosmetic',
        required: true,
        zh: '外观',
        en: 'Surface',
        headers: ['表面', '抛光表面'],
      },
      [
        ['pristine', '无痕', 'No marks', 'new', ['全新', '未佩戴', '完美', 'new']],
        ['like_new', '几乎无痕', 'Barely worn', '99', ['微痕', '充新', 'like new']],
        ['light', '轻微划痕', 'Light marks', '95', ['轻微使用痕迹', '细微划痕', 'light wear']],
        ['visible', '明显划痕', 'Visible wear', '90', ['明显使用痕迹', '划痕', 'visible wear']],
        ['heavy', '磕碰变形', 'Dents', '85', ['磕碰', '变形', '崩口', 'heavy wear']],
      ],
    ),
    choiceField(
      { key: 'repair', axis: 'repair', required: false, zh: '拆修', en: 'Repair', headers: ['修复情况'] },
      [
        ['none', '无拆修', 'None', 'new', ['无', '未修', '无维修', 'none', 'no']],
        ['cared', '专业清洗', 'Cleaned', '99', ['清洗', '翻新抛光', 'cleaned']],
        ['repaired', '有维修', 'Repaired', '85', ['修复', '金镶修补', '改圈', 'yes']],
      ],
    ),
    choiceField(
      {
        key: 'accessories',
        axis: 'accessories',
        required: false,
        zh: '附件',
        en: 'Accessories',
        headers: ['证书盒子'],
      },
      [
        ['full', '齐全', 'Certificate and box', 'new', ['全套', '证书齐全', '有', 'full', 'complete']],
        ['partial', '部分', 'Partial', '99', ['有证书', '有盒', 'partial']],
        ['none', '无附件', 'None', '99', ['无', 'none', 'no']],
      ],
    ),
  ],
}
