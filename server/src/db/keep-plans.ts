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

function marked(node: RootOperationNode): RootOperationNode {
  switch (node.kind) {
    case 'RawNode':
      return {
        ...node,
        sqlFragments: [KEPT_PLAN_MARK + (node.sqlFragments[0] ?? ''), ...node.sqlFragments.slice(1)],
      }
    case 'SelectQueryNode':
    case 'InsertQueryNode':
    case 'UpdateQueryNode':
    case 'DeleteQueryNode':
      return { ...node, endModifiers: [...(node.endModifiers ?? []), mark] } as RootOperationNode
    default:
      return node
  }
}
