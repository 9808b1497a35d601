import { z } from 'zod';

/**
 * OTLP's JSON encoding of traces and metrics (opentelemetry.io, "OTLP specification", and the proto files that it
 * names), as strict as a receiver may be: ids in lower-case hex, 64-bit numbers as strings, no unknown field.
 */
const nanoseconds = z.string().regex(/^[1-9]\d{17,19}$/);
const value = z.union([
  z.strictObject({ stringValue: z.string() }),
  z.strictObject({ boolValue: z.boolean() }),
  z.strictObject({ intValue: z.string().regex(/^-?\d+$/) }),
  z.strictObject({ doubleValue: z.number() }),
]);
const attributes = z
  .array(z.strictObject({ key: z.string().min(1), value }))
  .refine((all) => new Set(all.map(({ key }) => key)).size === all.length, { error: 'an attribute is there twice' });
const traceId = z.string().regex(/^(?!0+$)[0-9a-f]{32}$/);
const spanId = z.string().regex(/^(?!0+$)[0-9a-f]{16}$/);
const scope = z.strictObject({ name: z.string().min(1) });
const resource = z.strictObject({ attributes });

const span = z
  .strictObject({
    traceId,
    spanId,
    parentSpanId: spanId.optional(),
    name: z.string().min(1),
    kind: z.int().min(1).max(5),
    startTimeUnixNano: nanoseconds,
    endTimeUnixNano: nanoseconds,
    attributes,
    links: z.array(z.strictObject({ traceId, spanId, attributes })),
    status: z.strictObject({ code: z.int().min(0).max(2), message: z.string().optional() }),
  })
  .refine((one) => BigInt(one.endTimeUnixNano) >= BigInt(one.startTimeUnixNano), { error: 'it ends before it begins' });
export type ReceivedSpan = z.infer<typeof span>;

const spans = z
  .array(span)
  .min(1)
  .refine((all) => new Set(all.map((one) => one.spanId)).size === all.length, { error: 'a span id is there twice' })
  .refine((all) => all.every(({ parentSpanId }) => !parentSpanId || all.some((one) => one.spanId === parentSpanId)), {
    error: 'a parent is missing',
  });

export const tracesRequest = z.strictObject({
  resourceSpans: z
    .array(z.strictObject({ resource, scopeSpans: z.array(z.strictObject({ scope, spans })).min(1) }))
    .min(1),
});

const dataPoint = z.strictObject({ attributes, timeUnixNano: nanoseconds, asDouble: z.number() });
const metric = z.strictObject({
  name: z.string().min(1),
  description: z.string(),
  gauge: z.strictObject({ dataPoints: z.array(dataPoint).min(1) }),
});

export const metricsRequest = z.strictObject({
  resourceMetrics: z
    .array(
      z.strictObject({ resource, scopeMetrics: z.array(z.strictObject({ scope, metrics: z.array(metric).min(1) })) }),
    )
    .min(1),
});
