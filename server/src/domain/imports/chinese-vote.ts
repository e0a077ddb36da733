/**
 * Characters that fill Chinese catalogues. Text of another encoding that happens to be legal GB18030 (Korean, Japanese,
 * Big5, Windows code pages) decodes into rare characters and misses most of these.
 */
const FREQUENT = new Set(
  '的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运笔标码价格货商编型号库存名称图片质检外观功能电池健康屏幕颜色版存储内容量原装维修拆机锁附件手机苹果华为小米包袋皮五金成新旧未全套盒发票卡级专柜品牌类目地址城市省区县镇乡街描述简介时间日期单位重量尺寸规格材质棉纯床被枕毛衣鞋裤男女童装居家厨餐具茶杯碗灯洗护肤食零酒果奶糖肉鱼米面油盐精致轻奢复古简约舒适透气保暖加厚秋冬春夏季款式系列经典热卖新品上架下架是否备注订单号数据中央北京上海广东深圳江苏浙江四川湖南湖北河南河北山东山西陕西福建安徽重庆天津辽宁吉林黑龙江云南贵州西藏新疆青海宁夏甘肃内蒙古海口台湾香港澳门',
)

const MOST_FOREIGN_SHARE = 0.1
const LEAST_FREQUENT_SHARE = 0.3
/** Below so many characters a share says little, and any known word decides. */
const FEW = 12

export function isFrequentInChinese(character: string): boolean {
  return FREQUENT.has(character)
}

/** Counts decoded text and says whether it reads like Chinese rather than like another encoding taken for it. */
export function createChineseVote() {
  let han = 0
  let frequent = 0
  let foreign = 0
  return {
    count(text: string): void {
      for (const char of text) {
        if (char <= '\u007f' || /[\p{P}\p{S}\p{Z}\p{N}\p{sc=Latin}]/u.test(char)) continue
        if (/\p{sc=Han}/u.test(char)) {
          han++
          if (FREQUENT.has(char)) frequent++
        } else foreign++
      }
    },
    looksChinese(): boolean {
      if (han === 0) return false
      if (foreign > (han + foreign) * MOST_FOREIGN_SHARE) return false
      return han < FEW ? frequent > 0 : frequent >= han * LEAST_FREQUENT_SHARE
    },
  }
}
