import { messageOf } from '../core/errors.ts'
import { expected, type Problem } from '../core/options.ts'

/** Fields of a form. With a `Blob` or `File` among them it is sent as `multipart/form-data`, else urlencoded. */
export type FormFields = Readonly<Record<string, FormField | readonly FormField[]>>
export type FormField = string | number | boolean | Blob | undefined

export interface BodyOptions {
  readonly json?: unknown
  readonly form?: FormFields | FormData | undefined
  readonly body?: string | Uint8Array | undefined
}

export interface EncodedBody {
  readonly bytes: Uint8Array
  readonly contentType: string | undefined
}

/** Encodes the body that a request was given, if any. Only files have to be read, so only `multipart/form-data` takes a promise. */
export function encodeBody(
  { json, form, body }: BodyOptions,
  problems: Problem[],
): EncodedBody | Promise<EncodedBody> | undefined {
  const given = Object.entries({ json, form, body }).flatMap(([name, value]) => (value === undefined ? [] : [`\`${name}\``]))
  if (given.length > 1) {
    problems.push({ at: '', message: `Expected only one of \`json\`, \`form\` and \`body\`, got ${given.join(' and ')}` })
    return undefined
  }
  if (json !== undefined) return encodeJson(json, problems)
  if (form !== undefined) return encodeForm(form, problems)
  if (typeof body === 'string') return { bytes: Buffer.from(body), contentType: 'text/plain;charset=UTF-8' }
  if (body instanceof Uint8Array) return { bytes: body, contentType: undefined }
  if (body !== undefined) expected('a string or a Uint8Array', body, 'body', problems)
  return undefined
}

function encodeJson(json: unknown, problems: Problem[]): EncodedBody | undefined {
  try {
    const text: string | undefined = JSON.stringify(json)
    if (text !== undefined) return { bytes: Buffer.from(text), contentType: 'application/json' }
    expected('what JSON can hold', json, 'json', problems)
  } catch (error) {
    problems.push({ at: 'json', message: `Expected \`json\` to be what JSON can hold: ${messageOf(error)}` })
  }
  return undefined
}

function encodeForm(form: unknown, problems: Problem[]): EncodedBody | Promise<EncodedBody> | undefined {
  if (form instanceof FormData) return encodeMultipart(form)
  if (typeof form !== 'object' || form === null || Array.isArray(form)) {
    expected('an object of fields, or a FormData', form, 'form', problems)
    return undefined
  }
  const fields = listFields(form, problems)
  if (!fields.some(([, value]) => value instanceof Blob)) {
    const pairs = fields.map(([name, value]) => [name, String(value)] as [string, string])
    const text = new URLSearchParams(pairs).toString()
    return { bytes: Buffer.from(text), contentType: 'application/x-www-form-urlencoded' }
  }
  const data = new FormData()
  for (const [name, value] of fields) {
    if (value instanceof Blob) data.append(name, value)
    else data.append(name, String(value))
  }
  return encodeMultipart(data)
}

function listFields(form: object, problems: Problem[]): readonly (readonly [string, NonNullable<FormField>])[] {
  return Object.entries(form).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).flatMap((one) => {
      if (one === undefined) return []
      if (one instanceof Blob || ['string', 'number', 'boolean'].includes(typeof one)) return [[name, one] as const]
      expected('text, a number, true or false, a Blob or File, or a list of them', one, `form.${name}`, problems)
      return []
    }),
  )
}

async function encodeMultipart(form: FormData): Promise<EncodedBody> {
  // A `Response` is the platform's own encoder; it also chooses the boundary.
  const response = new Response(form)
  return { bytes: new Uint8Array(await response.arrayBuffer()), contentType: response.headers.get('content-type') ?? undefined }
}
