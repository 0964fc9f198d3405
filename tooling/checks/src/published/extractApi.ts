import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Extractor, ExtractorConfig, ExtractorLogLevel } from '@microsoft/api-extractor'
import type { Member } from '../workspace/members.ts'

/** The declaration files that users see: one for each entry in `exports`, with the name of its report. */
function entries({ folder, manifest }: Member): { name: string; types: string }[] {
  const base = folder.split('/').at(-1) ?? folder
  return Object.entries(manifest.exports ?? {}).flatMap(([key, target]) => {
    const types = typeof target === 'object' ? target['types'] : undefined
    return types ? [{ name: key === '.' ? base : `${base}.${key.slice(2).replaceAll('/', '.')}`, types }] : []
  })
}

/**
 * Holds a built package against its API reports in `etc/`, or with `accept` renews them.
 *
 * @returns What differs or is wrong.
 */
export function extractApi(root: string, member: Member, { accept }: { readonly accept: boolean }): string[] {
  const projectFolder = join(root, member.folder)
  const problems: string[] = []
  const all = entries(member)
  const main = all.find(({ name }) => !name.includes('.'))
  for (const { name, types } of all) {
    const mainEntryPointFilePath = join(projectFolder, types)
    if (!existsSync(mainEntryPointFilePath)) {
      problems.push(`${member.folder}: the build left no ${types}`)
      continue
    }
    const reportFolder = join(projectFolder, 'etc')
    const reportTempFolder = join(projectFolder, 'temp')
    for (const needed of [reportFolder, reportTempFolder]) mkdirSync(needed, { recursive: true })
    const config = ExtractorConfig.prepare({
      configObject: {
        projectFolder,
        mainEntryPointFilePath,
        compiler: {
          overrideTsconfig: {
            compilerOptions: {
              target: 'es2023',
              lib: ['es2023', 'esnext.disposable'],
              module: 'nodenext',
              strict: true,
              skipLibCheck: true,
              types: ['node'],
            },
            files: [mainEntryPointFilePath],
          },
        },
        apiReport: { enabled: true, reportFileName: `${name}.api.md`, reportFolder, reportTempFolder },
        newlineKind: 'lf', // CRLF by default, which git would take for a change
        docModel: { enabled: false },
        dtsRollup: { enabled: false },
        tsdocMetadata: { enabled: false },
        messages: {
          compilerMessageReporting: { default: { logLevel: ExtractorLogLevel.Warning } },
          extractorMessageReporting: {
            default: { logLevel: ExtractorLogLevel.None },
            // A type that users see and cannot name.
            'ae-forgotten-export': { logLevel: ExtractorLogLevel.Warning, addToApiReportFile: false },
          },
          tsdocMessageReporting: { default: { logLevel: ExtractorLogLevel.None } },
        },
      },
      configObjectFullPath: undefined,
      packageJsonFullPath: join(projectFolder, 'package.json'),
    })
    // What another entry's types name may be imported from the main one.
    const known =
      main === undefined || main.name === name ? new Set<string>() : exportedNames(join(projectFolder, main.types))
    const result = Extractor.invoke(config, {
      localBuild: accept,
      messageCallback: (message) => {
        message.handled = true
        if (message.logLevel !== ExtractorLogLevel.Warning && message.logLevel !== ExtractorLogLevel.Error) return
        if (message.messageId.startsWith('console-')) return // "the report has changed": said below, once
        if (known.has(/^The symbol "(\w+)"/.exec(message.text)?.[1] ?? '')) return
        problems.push(
          `${member.folder}: ${message.text} (${message.sourceFilePath ?? ''}:${message.sourceFileLine ?? ''})`,
        )
      },
    })
    if (result.apiReportChanged && !accept) {
      problems.push(
        `${member.folder}/etc/${name}.api.md differs from what is built: npm run api:accept, then read the diff`,
      )
    }
  }
  return problems
}

/** What a built declaration file exports, by the names that users import. */
function exportedNames(file: string): ReadonlySet<string> {
  const lists = readFileSync(file, 'utf8').matchAll(/export (?:type )?\{([^}]*)\}/g)
  const names = [...lists].flatMap(([, list = '']) => list.split(','))
  return new Set(names.map((name) => name.trim().split(/\s+/).at(-1) ?? ''))
}
