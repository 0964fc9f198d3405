import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, expect, test } from 'vitest'
import { failureOf } from './storeFailure.ts'

const folder = mkdtempSync(join(tmpdir(), 'sdex-failure-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** What SQLite itself throws. */
function reasonOf(work: (file: string) => void): string {
  try {
    work(join(folder, 'file'))
  } catch (error) {
    return failureOf(error).reason
  }
  return 'nothing failed'
}

test('behavior: a disk that is full or cannot be written is no damage', () => {
  const full = reasonOf((file) => {
    using database = new DatabaseSync(file)
    database.exec('PRAGMA max_page_count = 2; CREATE TABLE some (value)')
    database.prepare('INSERT INTO some VALUES (?)').run('x'.repeat(100_000))
  })
  const readOnly = reasonOf((file) => {
    using database = new DatabaseSync(file, { readOnly: true })
    database.exec('INSERT INTO some VALUES (1)')
  })
  const absent = reasonOf((file) => new DatabaseSync(join(file, 'none')))
  expect([full, readOnly, absent]).toEqual(['disk', 'disk', 'disk'])
})

test('behavior: a file that another connection holds is locked', () => {
  const reason = reasonOf((file) => {
    using holder = new DatabaseSync(file)
    holder.exec('BEGIN EXCLUSIVE')
    using database = new DatabaseSync(file)
    database.exec('BEGIN IMMEDIATE')
  })
  expect(reason).toBe('locked')
})

test('behavior: a file that is no database, or lacks a table, is damaged', () => {
  const noDatabase = reasonOf((file) => {
    writeFileSync(`${file}.text`, 'no database '.repeat(1_000))
    using database = new DatabaseSync(`${file}.text`)
    database.exec('PRAGMA journal_mode = WAL')
  })
  const noTable = reasonOf((file) => {
    using database = new DatabaseSync(file)
    database.prepare('SELECT value FROM meta')
  })
  expect([noDatabase, noTable]).toEqual(['damaged', 'damaged'])
})
