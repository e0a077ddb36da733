/** Traditional characters of the headers and words we know, each before the simplified one. No dictionary: only what they use. */
const TRADITIONAL =
  '編编碼码價价庫库數数標标題题類类顏颜圖图貨货稱称質质檢检報报電电發发機机構构員员屬属條条產产鎖锁維维進进規规儲储應应結结選选單单備备註注賬账帳账態态狀状實实證证書书級级網网絡络鏈链賣卖買买號号寶宝貝贝況况鑑鉴鑒鉴師师點点區区療疗護护經经銷销顯显屜屉無无還还處处環环轉转帶带將将長长門门開开關关體体齊齐傷伤劃划輕轻裝装換换壞坏錶表鐘钟傢家飾饰腦脑燈灯衛卫廚厨餘余額额淨净國国臺台灣湾韓韩歐欧響响內内損损靈灵綜综閒闲'
const SIMPLIFIED = new Map(
  Array.from({ length: TRADITIONAL.length / 2 }, (_, at) => [
    TRADITIONAL[at * 2] as string,
    TRADITIONAL[at * 2 + 1] as string,
  ]),
)

/** Compares words as people mean them: `*價格（元）` and `价格` are one, so are `Battery Health` and `battery_health`. */
export function normaliseWord(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\([^)]*\)|\[[^\]]*\]|【[^】]*】/g, '')
    .replace(/[\s_*:：\-\u200b-\u200f\u2060\ufeff]/g, '')
    .replace(/[\u4e00-\u9fff]/g, character => SIMPLIFIED.get(character) ?? character)
}

const UNIT =
  /(?<=[\u4e00-\u9fff])[/,，]?(?:元|rmb|cny|¥|￥|%|kg|g|克|千克|公斤)$|(?<=.)[/,](?:元|rmb|cny|yuan|¥|%|kg|g)$/

/** The same word with its unit is the same header: `价格/元`, `售价 CNY`, `重量kg`, `*标题 必填`. */
export function normaliseHeader(header: string): string {
  const word = normaliseWord(header).replace(/^[#.、]+|[.。、]+$/g, '')
  return word.replace(/(?<=.)(?:必填|选填|required|optional)$/, '').replace(UNIT, '')
}
