import {
  type KyselyPlugin,
  type PluginTransformQueryArgs,
  type PluginTransformResultArgs,
  type QueryResult,
  RawNode,
  type RootOperationNode,
  type UnknownRow,
} from 'kysely'
import type { Db } from './database.ts'
import { KEPT_PLAN_MARK } from './kept-plan.ts'

/**
 * The same database, with every statement marked like `keptPlan`: for what is done all evening long in the same few
 * statements, each of which finds one row by its key. Not for lists whose filters come and go: each text stays with the
 * connection.
 */
export function keepPlans(db: Db): Db {
  return db.withPlugin(plugin)
}

const mark = RawNode.createWithSql(KEPT_PLAN_MARK)

const plugin: KyselyPlugin = {
  transformQuery: ({ node }: PluginTransformQueryArgs) => marked(node),
  transformResult: async ({ result }: PluginTransformResultArgs): Promise<QueryResult<UnknownRow>> => result,
}

const ENDED = new Set(['SelectQueryNode', 'InsertQueryNode', 'UpdateQueryNode', 'DeleteQueryNode'])

/** What changes the schema is left as it is: it has no plan to keep. */
function marked(node: RootOperationNode): RootOperationNode {
  if (RawNode.is(node)) {
    const [first = '', ...others] = node.sqlFragments
    return { ...node, sqlFragments: [KEPT_PLAN_MARK + first, ...others] }
  }
  if (!ENDED.has(node.kind)) return node
  const before = 'endModifiers' in node ? (node.endModifiers ?? []) : []
  return { ...node, endModifiers: [...before, mark] } as RootOperationNode
}
