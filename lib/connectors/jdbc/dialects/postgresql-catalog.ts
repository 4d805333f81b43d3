/** Types of tables as pgjdbc names them (connectors.md §5.3), in its order: by type, schema and name, bytes compared. */
export const LIST_TABLES = `
SELECT schema, name, type
FROM (
  SELECT n.nspname AS schema, c.relname AS name,
    CASE
      WHEN n.nspname IN ('pg_catalog', 'information_schema')
        THEN CASE c.relkind WHEN 'r' THEN 'SYSTEM TABLE' WHEN 'v' THEN 'SYSTEM VIEW' END
      WHEN n.nspname = 'pg_toast' THEN NULL
      WHEN c.relpersistence = 't'
        THEN CASE c.relkind WHEN 'r' THEN 'TEMPORARY TABLE' WHEN 'v' THEN 'TEMPORARY VIEW' END
      ELSE CASE c.relkind
        WHEN 'r' THEN 'TABLE' WHEN 'p' THEN 'PARTITIONED TABLE' WHEN 'v' THEN 'VIEW' WHEN 'S' THEN 'SEQUENCE'
        WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'f' THEN 'FOREIGN TABLE' END
    END AS type
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
) t
WHERE type = ANY ($1) AND schema LIKE $2
ORDER BY type COLLATE "C", schema COLLATE "C", name COLLATE "C"`;

/**
 * The columns of a table: name, kind of type (\`e\`: enum), whether it may be null, is filled from a sequence, is part
 * of the primary key. $1 names the table as SQL does, so without a schema the search path finds it.
 */
export const DESCRIBE_TABLE = `
SELECT a.attname,
  coalesce(b.typtype, t.typtype),
  NOT (a.attnotnull OR (t.typtype = 'd' AND t.typnotnull)),
  a.attidentity <> '' OR coalesce(pg_catalog.pg_get_expr(d.adbin, d.adrelid) LIKE 'nextval(%', false),
  EXISTS (
    SELECT FROM pg_catalog.pg_index i WHERE i.indrelid = a.attrelid AND i.indisprimary AND a.attnum = ANY (i.indkey)
  )
FROM pg_catalog.pg_attribute a
JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_catalog.pg_type b ON b.oid = t.typbasetype
LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE a.attrelid = pg_catalog.to_regclass($1) AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY a.attnum`;
