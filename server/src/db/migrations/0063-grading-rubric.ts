import { type Kysely, sql } from 'kysely'

/** By category, as JSON: the best grade that each finding still allows. Amended by later versions, never here. */
const FIRST_RUBRICS: Record<string, string> = {
  phone:
    '{"choices":{"cosmetic":{"pristine":"new","like_new":"99","light":"95","visible":"90","heavy":"85","cracked":"fair"},"function":{"all_pass":"new","minor_fault":"85","major_fault":"fair"},"parts":{"original":"new","genuine_replaced":"95","third_party":"85"},"repair":{"none":"new","opened":"90","repaired":"85"},"water":{"none":"new","trace":"fair"},"locks":{"none":"new","carrier":"90","account":"refused"},"accessories":{"sealed":"new","full":"new","partial":"99","none":"99"}},"steps":{"battery_pct":[{"from":100,"atBest":"new"},{"from":95,"atBest":"99"},{"from":85,"atBest":"95"},{"from":80,"atBest":"90"},{"from":60,"atBest":"85"},{"from":1,"atBest":"fair"}],"battery_cycles":[{"from":2,"atBest":"new"},{"from":100,"atBest":"99"},{"from":500,"atBest":"95"},{"from":5000,"atBest":"90"}]}}',
  tablet:
    '{"choices":{"cosmetic":{"pristine":"new","like_new":"99","light":"95","visible":"90","heavy":"85","cracked":"fair"},"chassis":{"flat":"new","slight":"90","bent":"fair"},"function":{"all_pass":"new","minor_fault":"85","major_fault":"fair"},"parts":{"original":"new","genuine_replaced":"95","third_party":"85"},"repair":{"none":"new","opened":"90","repaired":"85"},"water":{"none":"new","trace":"fair"},"locks":{"none":"new","carrier":"90","account":"refused"},"accessories":{"sealed":"new","full":"new","partial":"99","none":"99"}},"steps":{"battery_pct":[{"from":100,"atBest":"new"},{"from":95,"atBest":"99"},{"from":85,"atBest":"95"},{"from":80,"atBest":"90"},{"from":60,"atBest":"85"},{"from":1,"atBest":"fair"}],"battery_cycles":[{"from":2,"atBest":"new"},{"from":100,"atBest":"99"},{"from":500,"atBest":"95"},{"from":5000,"atBest":"90"}]}}',
  luxury_bag:
    '{"choices":{"authenticity":{"genuine":"new","unsure":"refused","fake":"refused"},"cosmetic":{"pristine":"new","like_new":"99","light":"95","visible":"90","heavy":"fair"},"corners":{"intact":"new","light":"95","worn":"85"},"hardware":{"intact":"new","light":"95","worn":"85"},"interior":{"clean":"new","light":"95","stained":"85"},"odour":{"none":"new","present":"90"},"repair":{"none":"new","cared":"99","repaired":"85"},"accessories":{"full":"new","partial":"99","none":"99"}},"steps":{}}',
  watch:
    '{"choices":{"authenticity":{"genuine":"new","unsure":"refused","fake":"refused"},"function":{"all_pass":"new","minor_fault":"85","major_fault":"fair"},"cosmetic":{"pristine":"new","like_new":"99","light":"95","visible":"90","heavy":"85"},"glass":{"intact":"new","light":"95","chipped":"fair"},"dial":{"original":"new","aged":"90","refinished":"85"},"bracelet":{"tight":"new","light":"95","stretched":"90","replaced":"90"},"polish":{"none":"new","light":"95","heavy":"85"},"repair":{"none":"new","cared":"99","repaired":"85"},"water":{"none":"new","trace":"fair"},"accessories":{"full":"new","partial":"99","none":"99"}},"steps":{"rate_sec":[{"from":10,"atBest":"new"},{"from":20,"atBest":"99"},{"from":40,"atBest":"95"},{"from":90,"atBest":"90"},{"from":999,"atBest":"85"}],"amplitude_deg":[{"from":270,"atBest":"new"},{"from":240,"atBest":"99"},{"from":200,"atBest":"95"},{"from":0,"atBest":"90"}]}}',
  jewellery:
    '{"choices":{"authenticity":{"genuine":"new","unsure":"refused","fake":"refused"},"treatment":{"none":"new","enhanced":"95","treated":"refused"},"purity":{"hallmark":"new","none":"new","below":"refused"},"stone":{"none":"new","growth":"99","hairline":"90","open":"fair"},"setting":{"tight":"new","none":"new","loose":"85","missing":"fair"},"cosmetic":{"pristine":"new","like_new":"99","light":"95","visible":"90","heavy":"85"},"repair":{"none":"new","cared":"99","repaired":"85"},"accessories":{"full":"new","partial":"99","none":"99"}},"steps":{"weight_mg":[{"from":1,"atBest":"new"}]}}',
  appliance:
    '{"choices":{"safety":{"pass":"new","fail":"refused"},"function":{"all_pass":"new","minor_fault":"85","major_fault":"fair"},"noise":{"normal":"new","raised":"90","abnormal":"85"},"hygiene":{"deep":"new","clean":"95","dirty":"85"},"cosmetic":{"pristine":"new","like_new":"99","light":"95","visible":"90","heavy":"85"},"parts":{"original":"new","genuine_replaced":"95","third_party":"85"},"repair":{"none":"new","repaired":"85"},"accessories":{"full":"new","partial":"99","none":"99"}},"steps":{"age_months":[{"from":0,"atBest":"new"},{"from":12,"atBest":"99"},{"from":36,"atBest":"95"},{"from":72,"atBest":"90"},{"from":120,"atBest":"85"},{"from":600,"atBest":"fair"}]}}',
  book: '{"choices":{"authenticity":{"genuine":"new","unsure":"refused","fake":"refused"},"cosmetic":{"pristine":"new","like_new":"99","light":"95","visible":"90","heavy":"85"},"pages":{"complete":"new","loose":"85","missing":"fair"},"binding":{"firm":"new","worn":"90","broken":"85"},"markings":{"none":"new","few":"95","many":"90"},"mould":{"none":"new","trace":"90","mould":"fair"},"accessories":{"full":"new","partial":"99","none":"new"}},"steps":{}}',
  furniture:
    '{"choices":{"structure":{"firm":"new","loose":"90","damaged":"fair"},"cosmetic":{"pristine":"new","like_new":"99","light":"95","visible":"90","heavy":"85"},"material":{"as_described":"new","differs":"refused"},"pests":{"none":"new","old":"85","live":"refused"},"odour":{"none":"new","present":"90"},"stains":{"none":"new","light":"95","stained":"85"},"repair":{"none":"new","refinished":"90","repaired":"85"},"accessories":{"full":"new","partial":"99","none":"99"}},"steps":{}}',
  general:
    '{"choices":{"cosmetic":{"pristine":"new","like_new":"99","light":"95","visible":"90","heavy":"85"},"function":{"all_pass":"new","minor_fault":"85","major_fault":"fair"},"repair":{"none":"new","repaired":"85"},"accessories":{"full":"new","partial":"99","none":"99"}},"steps":{}}',
}

/** How findings become a grade is a dated rule of each category: published with notice, compared version by version, named in each report. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const [category, value] of Object.entries(FIRST_RUBRICS)) {
    await sql`
      INSERT INTO rule (code, scope, version, value, importance, published_at, effective_from)
      VALUES ('grading_rubric', ${category}, 1, ${value}::jsonb, 'important', '2019-12-01 00:00+08', '2020-01-01 00:00+08')
    `.execute(db)
  }
}
