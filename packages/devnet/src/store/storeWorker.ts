import { DatabaseSync } from 'node:sqlite'
import { parentPort } from 'node:worker_threads'
import { failureOf, Refusal } from './storeFailure.ts'
import type { StoredLedger, StoredPart, StoreReply, StoreRequest } from './storeMessages.ts'

/** In the file's header: which layout it has. */
const VERSION = 1
const LAYOUT = `
  CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  CREATE TABLE ledgers (sequence INTEGER PRIMARY KEY, history BLOB NOT NULL) STRICT;
  CREATE TABLE entries (key TEXT PRIMARY KEY, entry BLOB NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE assets (rank INTEGER PRIMARY KEY, asset TEXT NOT NULL) STRICT;
`
/** Rows of a message. */
const PART_ROWS = 500

/** One file. Every change is a transaction, so that a process that dies leaves the ledger before or the ledger after. */
function openDatabase(file: string, identity: string): DatabaseSync {
  const database = new DatabaseSync(file)
  try {
    database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL')
    database.exec('BEGIN IMMEDIATE')
    prepare(database, identity)
    database.exec('COMMIT')
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

function prepare(database: DatabaseSync, identity: string): void {
  const version = Number(database.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0)
  if (version === 0) {
    database.exec(`${LAYOUT} PRAGMA user_version = ${VERSION}`)
    database.prepare('INSERT INTO meta VALUES (?, ?)').run('identity', identity)
    return
  }
  if (version !== VERSION) throw new Refusal('version', `its layout is ${version}, and this devnet's is ${VERSION}`)
  const stored = database.prepare('SELECT value FROM meta WHERE name = ?').get('identity')?.['value']
  if (stored !== identity) throw new Refusal('identity', `it is of ${String(stored)}`)
}

function* partsOf(database: DatabaseSync): Generator<StoredPart> {
  const nothing = { histories: [], entries: [], assets: [] }
  const assets = database.prepare('SELECT rank, asset FROM assets ORDER BY rank').all()
  yield { ...nothing, assets: assets.map(({ rank, asset }) => ({ rank: Number(rank), asset: String(asset) })) }
  for (const rows of inParts(database, 'SELECT sequence, history FROM ledgers ORDER BY sequence')) {
    yield {
      ...nothing,
      histories: rows.map(({ sequence, history }) => ({ sequence: Number(sequence), blob: history as Uint8Array })),
    }
  }
  for (const rows of inParts(database, 'SELECT key, entry FROM entries')) {
    yield { ...nothing, entries: rows.map(({ key, entry }) => ({ key: String(key), blob: entry as Uint8Array })) }
  }
}

type Row = Readonly<Record<string, unknown>>

function* inParts(database: DatabaseSync, query: string): Generator<readonly Row[]> {
  let rows: Row[] = []
  for (const row of database.prepare(query).iterate()) {
    rows.push(row)
    if (rows.length < PART_ROWS) continue
    yield rows
    rows = []
  }
  yield rows
}

/** What is done to an open file. */
function createWriter(database: DatabaseSync) {
  const putEntry = database.prepare('INSERT OR REPLACE INTO entries VALUES (?, ?)')
  const removeEntry = database.prepare('DELETE FROM entries WHERE key = ?')
  const putLedger = database.prepare('INSERT OR REPLACE INTO ledgers VALUES (?, ?)')
  const putAsset = database.prepare('INSERT OR REPLACE INTO assets VALUES (?, ?)')
  const reap = database.prepare('DELETE FROM ledgers WHERE sequence < ?')

  const fill = ({ histories, entries, assets }: StoredPart): void => {
    for (const { key, blob } of entries) putEntry.run(key, blob)
    for (const { rank, asset } of assets) putAsset.run(rank, asset)
    for (const { sequence, blob } of histories) putLedger.run(sequence, blob)
  }
  return {
    begin: () => database.exec('BEGIN IMMEDIATE; DELETE FROM entries; DELETE FROM ledgers; DELETE FROM assets'),
    fill,
    end: () => database.exec('COMMIT'),
    append: (ledger: StoredLedger, keptFrom: number): void => {
      database.exec('BEGIN IMMEDIATE')
      for (const key of ledger.removed) removeEntry.run(key)
      fill(ledger)
      reap.run(keptFrom)
      database.exec('COMMIT')
    },
  }
}

let database: DatabaseSync | undefined
let writer: ReturnType<typeof createWriter> | undefined

function serve(request: StoreRequest): void {
  switch (request.type) {
    case 'open':
      database = openDatabase(request.file, request.identity)
      for (const part of partsOf(database)) say({ type: 'part', part })
      writer = createWriter(database)
      break
    case 'append':
      writer?.append(request.ledger, request.keptFrom)
      break
    case 'begin':
      writer?.begin()
      break
    case 'fill':
      writer?.fill(request.part)
      break
    case 'end':
      writer?.end()
      break
    case 'close':
      database?.close()
  }
}

function say(reply: StoreReply): void {
  parentPort?.postMessage(reply)
}

parentPort?.on('message', (request: StoreRequest) => {
  try {
    serve(request)
    say({ type: 'done' })
    if (request.type === 'close') parentPort?.close()
  } catch (error) {
    say(failureOf(error))
  }
})
