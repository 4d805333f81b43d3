/**
 * Properties of Java's producer that are accepted although they mean nothing here, so that a worker file can stay as
 * it is. Each gives one warning that says why.
 */
const IGNORED: readonly { readonly keys: RegExp; readonly because: string }[] = [
  { keys: /^(key|value)\.serializer$/, because: "converters make the bytes" },
  { keys: /^(send|receive)\.buffer\.bytes$/, because: "the system sizes socket buffers" },
  {
    keys: /^(metric\.reporters|metrics\..*|auto\.include\.jmx\.reporter|enable\.metrics\.push)$/,
    because: "there is no JMX",
  },
  { keys: /^partitioner\./, because: "the partitioner can't be chosen" },
  { keys: /^metadata\.(max\.idle|recovery\..*)(\.ms)?$/, because: "metadata are asked for when they are needed" },
  { keys: /^(transaction\.timeout\.ms|transaction\.two\.phase\.commit\.enable)$/, because: "no transaction is used" },
  {
    keys: /^(reconnect\.backoff.*|socket\.connection\.setup\.timeout\.max\.ms)$/,
    because: "retry.backoff.ms rules connecting as well",
  },
  { keys: /^client\.dns\.lookup$/, because: "Node looks names up" },
  { keys: /^sasl\.(client\.callback\.handler|login)\.class$/, because: "sasl.mechanism alone decides" },
  { keys: /^sasl\.(login|kerberos|oauthbearer)\./, because: "logins are made anew when they end" },
  {
    keys: /^ssl\.(provider|engine\.factory\.class|(key|trust)manager\.algorithm|secure\.random\.implementation|truststore\.password|keystore\.password)$/,
    because: "Node does TLS, from PEM",
  },
  { keys: /^ssl\.(enabled\.protocols|cipher\.suites|protocol)$/, because: "Node chooses TLS versions and ciphers" },
  { keys: /^compression\.lz4\.level$/, because: "lz4 is not supported" },
  { keys: /^(security\.providers|config\.providers.*|internal\..*)$/, because: "it is for the JVM" },
];

/** A sentence for each property that has no effect; `known` are those that have one. */
export function ignoredPropertyWarnings(properties: Readonly<Record<string, string>>, known: object): string[] {
  return Object.keys(properties)
    .filter((key) => !Object.hasOwn(known, key))
    .map((key) => {
      const why = IGNORED.find(({ keys }) => keys.test(key))?.because ?? "it is no property of Kafka's producer";
      return `The Kafka producer property ${key} has no effect here: ${why}`;
    });
}
