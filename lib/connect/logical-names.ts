/** Schema name of a BYTES schema whose values are `BigDecimal`; its parameter `scale` holds the number of decimals. */
export const DECIMAL = "org.apache.kafka.connect.data.Decimal";
/** Schema name of an INT32 schema (days since 1970-01-01) whose values are `Instant` at midnight UTC. */
export const DATE = "org.apache.kafka.connect.data.Date";
/** Schema name of an INT32 schema (milliseconds since midnight) whose values are `Instant` of the first day. */
export const TIME = "org.apache.kafka.connect.data.Time";
/** Schema name of an INT64 schema (milliseconds since 1970-01-01 UTC) whose values are `Instant`. */
export const TIMESTAMP = "org.apache.kafka.connect.data.Timestamp";
