import type { Positioned, Timeline, TimelineQuery } from '../history/timeline.ts'
import { positionInOperation, toid } from '../history/toid.ts'
import type { ApiRequest } from './apiRequest.ts'
import { integerCursor, type Paging, pairCursor, readPaging, readTextPaging } from './paging.ts'
import { beforeHistory, ProblemError } from './problem.ts'
import type { HorizonData } from './route.ts'

/** Paging through state: `now` is the end of the last ledger, which is past every offer id. */
export function openState(data: HorizonData, request: ApiRequest): Paging {
  return readPaging(request, latestLedger(data))
}

/** Paging through state whose tokens are texts. */
export function openTextState(data: HorizonData, request: ApiRequest): Paging {
  return readTextPaging(request, latestLedger(data))
}

/**
 * Paging through history. Before its beginning there is nothing to walk down to (410), while walking up starts where history does.
 */
export function openHistory(data: HorizonData, request: ApiRequest): Paging {
  const paging = readPaging(request, latestLedger(data))
  const elder = toid(data.history.elder?.header.ledgerSequence ?? 0)
  const isBefore = paging.cursor !== '' && pairCursor(paging).operation < elder
  if (isBefore && paging.order === 'desc') throw new ProblemError(beforeHistory)
  return paging
}

type Narrowed<Row> = Pick<TimelineQuery<Row>, 'within' | 'where'>

/** A page of rows whose tokens are single integers. */
export function readHistory<Row extends Positioned>(
  paging: Paging,
  rows: Timeline<Row> | undefined,
  narrowed: Narrowed<Row> = {},
): readonly Row[] {
  return rows?.read({ ...narrowed, ...paging, cursor: integerCursor(paging) }) ?? []
}

/** A page of rows whose tokens are an operation and a place in it. */
export function readOperationHistory<Row extends Positioned>(
  paging: Paging,
  rows: Timeline<Row> | undefined,
  narrowed: Narrowed<Row> = {},
): readonly Row[] {
  const { operation, index } = pairCursor(paging)
  return rows?.read({ ...narrowed, ...paging, cursor: positionInOperation(operation, index) }) ?? []
}

export function latestLedger({ history }: HorizonData): number {
  return history.latest?.header.ledgerSequence ?? 0
}
