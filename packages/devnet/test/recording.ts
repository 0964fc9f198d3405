import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const FOLDER = fileURLToPath(new URL('../../../../shared/data/horizon-responses/', import.meta.url))

/** A body recorded from the public network, where recordings are at hand; undefined where not. */
export function recording(name: string): unknown {
  const path = `${FOLDER}${name}`
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined
}

/** The keys of a body in their order, with the types of their values, through all levels; of an array, its first element's. */
export function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? [] : [shapeOf(value[0])]
  if (typeof value !== 'object' || value === null) return value === null ? 'null' : typeof value
  return Object.entries(value).map(([key, member]) => [key, shapeOf(member)])
}
