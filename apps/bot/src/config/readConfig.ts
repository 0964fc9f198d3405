import { readFile } from 'node:fs/promises'
import { type Document, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument } from 'yaml'
import type { z } from 'zod'
import { UsageError } from '../errors.ts'
import { type Config, configSchema } from './configSchema.ts'

const maxFileBytes = 1_000_000

/**
 * Reads and checks a configuration file.
 *
 * @throws {@link UsageError} With file, line and key, when it cannot be read, is no YAML, or breaks the schema.
 */
export async function readConfig(file: string): Promise<Config> {
  return parseConfig(file, await readText(file))
}

/** Checks a configuration's text; `file` is the name that errors carry. */
export function parseConfig(file: string, source: string): Config {
  const lines = new LineCounter()
  const document = parseDocument(source, { schema: 'failsafe', lineCounter: lines, prettyErrors: false })
  const lineOf = (offset: number): number => lines.linePos(offset).line
  const fault = document.errors[0] ?? document.warnings[0]
  if (fault !== undefined) {
    const message = fault.message.split('\n', 1)[0]
    throw new UsageError({ message: `${file}:${lineOf(fault.pos[0])}: ${message}.`, remedy: 'Mend the YAML there.' })
  }
  const parsed = configSchema.safeParse(document.toJS({ maxAliasCount: 100 }), { reportInput: true })
  if (parsed.success) return parsed.data
  const { path, message } = describeIssue(parsed.error.issues)
  const line = lineOf(offsetOf(document, path))
  const key = path.length === 0 ? '' : `${path.join('.')}: `
  throw new UsageError({
    message: `${file}:${line}: ${key}${message}.`,
    remedy: 'See apps/bot/README.md for all keys.',
  })
}

async function readText(file: string): Promise<string> {
  try {
    const text = await readFile(file, 'utf8')
    if (text.length <= maxFileBytes) return text
  } catch (cause) {
    const reason = cause instanceof Error && 'code' in cause ? cause.code : cause
    throw new UsageError({
      message: `Cannot read the configuration ${file} (${reason}).`,
      remedy: 'Give a file that you can read with --config.',
      cause,
    })
  }
  throw new UsageError({
    message: `${file} is too large for a configuration.`,
    remedy: 'Give another file with --config.',
  })
}

type Complaint = { readonly path: readonly PropertyKey[]; readonly message: string }

/** The first issue in words, with the key it is about; an unknown key is its own subject. */
function describeIssue(issues: readonly z.core.$ZodIssue[]): Complaint {
  const [issue] = issues
  if (issue === undefined) return { path: [], message: 'is not a configuration' }
  switch (issue.code) {
    case 'unrecognized_keys':
      return { path: [...issue.path, issue.keys[0] ?? ''], message: 'is not a key that exists here: leave it out' }
    case 'invalid_type':
      return {
        path: issue.path,
        message: issue.input === undefined ? missing(issue) : `expected ${plain(issue.expected)}`,
      }
    case 'invalid_union':
      return { path: issue.path, message: 'is not a known type: write sdex or fixed' }
    case 'invalid_value':
      return { path: issue.path, message: `is not known: write ${issue.values.join(' or ')}` }
    default:
      return { path: issue.path, message: issue.message }
  }
}

function missing(issue: z.core.$ZodIssueInvalidType): string {
  return `is missing: write ${issue.expected === 'string' ? 'a value' : plain(issue.expected)}`
}

function plain(expected: string): string {
  if (expected === 'array') return 'a list'
  return expected === 'object' || expected === 'record' ? 'keys and values' : 'one value'
}

/** Where the key of `path` stands, or the nearest thing around it that is there. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  let node: unknown = document.contents
  let offset = startOf(node) ?? 0
  for (const key of path) {
    const pair = isMap(node) ? node.items.find((item) => isScalar(item.key) && item.key.value === key) : undefined
    const item = isSeq(node) && typeof key === 'number' ? node.items[key] : undefined
    const start = startOf(pair?.key ?? item)
    if (start === undefined) return offset
    offset = start
    node = pair === undefined ? item : pair.value
  }
  return offset
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined
}
