import type { BucketQuery } from '../history/tradeBuckets.ts'
import type { AssetId } from '../ledger/entries.ts'
import { type ApiRequest, parameter } from './apiRequest.ts'
import { tradesAsset } from './assetParameters.ts'
import { readPaging } from './paging.ts'
import { invalidField } from './problem.ts'

/** What /trade_aggregations is asked for. Times are Unix ms as they were given; 0 is open. */
export type AggregationQuery = BucketQuery & {
  readonly counter: AssetId
  readonly startMs: number
  readonly endMs: number
}

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const RESOLUTIONS_MS = [60_000, 300_000, 900_000, HOUR_MS, DAY_MS, 7 * DAY_MS]

/** Reads the parameters. A cursor is looked at, and then not used: pages go on by time. */
export function aggregationQuery(request: ApiRequest, latestLedger: number): AggregationQuery {
  const { order, limit } = readPaging(request, latestLedger)
  const offsetMs = integerParameter(request, 'offset', /^\d{1,15}$/)
  const startMs = integerParameter(request, 'start_time', /^[+-]?\d{1,15}$/)
  const endMs = integerParameter(request, 'end_time', /^[+-]?\d{1,15}$/)
  const resolutionMs = integerParameter(request, 'resolution', /^\d{1,15}$/)
  const base = requiredAsset(request, 'base')
  const counter = requiredAsset(request, 'counter')
  if (!RESOLUTIONS_MS.includes(resolutionMs)) throw invalidField('resolution', BAD_RESOLUTION)
  if (offsetMs % HOUR_MS !== 0 || offsetMs >= DAY_MS || offsetMs > resolutionMs) {
    throw invalidField('offset', BAD_OFFSET)
  }
  return { base, counter, resolutionMs, offsetMs, startMs, endMs, order, limit }
}

const BAD_RESOLUTION =
  'illegal or missing resolution. allowed resolutions are: 1 minute (60000), 5 minutes (300000), 15 minutes (900000), 1 hour (3600000), 1 day (86400000) and 1 week (604800000)'
const BAD_OFFSET =
  'illegal or missing offset. offset must be a multiple of an hour, less than or equal to the resolution, and less than 24 hours'

/** 0 when absent. Numbers of up to 15 digits: a time beyond them is none that a ledger could have. */
function integerParameter(request: ApiRequest, name: string, pattern: RegExp): number {
  const text = parameter(request, name)
  if (text === '') return 0
  if (pattern.test(text)) return Number(text)
  throw invalidField(name, `schema: error converting value for "${name}"`)
}

function requiredAsset(request: ApiRequest, prefix: 'base' | 'counter'): AssetId {
  const asset = tradesAsset(request, prefix)
  if (asset !== undefined) return asset
  throw invalidField(`${prefix}_asset_type`, 'Missing required field')
}

/**
 * The times between which trades count, on the borders of spans: the start rounded up, the end down, so that no span is shown in part.
 *
 * @returns Unix ms, the start included, the end not; 0 is open.
 */
export function aggregationRange(query: AggregationQuery): { readonly startMs: number; readonly endMs: number } {
  const { resolutionMs: span, offsetMs: offset, startMs: start, endMs: end } = query
  const rounded = start < offset ? offset : offset + Math.ceil((start - offset) / span) * span
  const startMs = start === 0 ? 0 : rounded
  if (end === 0) return { startMs, endMs: 0 }
  const endMs = offset + Math.floor((end - offset) / span) * span
  if (end >= offset && endMs >= startMs) return { startMs, endMs }
  throw invalidField('end_time', BAD_END)
}

const BAD_END =
  'illegal end time. adjusted end time must be greater than the offset and greater than the provided start time'
