/**
 * Parameters of the database engines: which there are, which values they take, and which need a restart.
 *
 * Sources: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.PostgreSQL.CommonDBATasks.Parameters.html,
 * https://docs.aws.amazon.com/documentdb/latest/developerguide/cluster_parameter_groups-list_of_parameters.html.
 */

export interface Parameter {
    /** Values in AWS's notation: `0,1` (a list) or `6-8388607` (a range); left out: any. */
    readonly allowed?: string;
    /** Takes effect only after a restart. */
    readonly isStatic: boolean;
}

const BOOLEAN = "0,1";

const DYNAMIC_POSTGRES = `array_nulls authentication_timeout autovacuum autovacuum_analyze_scale_factor autovacuum_analyze_threshold autovacuum_naptime
    autovacuum_vacuum_cost_delay autovacuum_vacuum_cost_limit autovacuum_vacuum_insert_scale_factor autovacuum_vacuum_insert_threshold
    autovacuum_vacuum_scale_factor autovacuum_vacuum_threshold autovacuum_work_mem backend_flush_after bgwriter_delay bgwriter_flush_after
    bgwriter_lru_maxpages bgwriter_lru_multiplier bytea_output check_function_bodies checkpoint_completion_target checkpoint_flush_after
    checkpoint_timeout checkpoint_warning client_encoding client_min_messages commit_delay commit_siblings constraint_exclusion
    cpu_index_tuple_cost cpu_operator_cost cpu_tuple_cost cursor_tuple_fraction datestyle deadlock_timeout default_statistics_target
    default_tablespace default_toast_compression default_transaction_deferrable default_transaction_isolation default_transaction_read_only
    effective_cache_size effective_io_concurrency enable_bitmapscan enable_gathermerge enable_hashagg enable_hashjoin enable_indexonlyscan
    enable_indexscan enable_material enable_memoize enable_mergejoin enable_nestloop enable_parallel_append enable_parallel_hash
    enable_partition_pruning enable_partitionwise_aggregate enable_partitionwise_join enable_seqscan enable_sort enable_tidscan
    escape_string_warning exit_on_error extra_float_digits from_collapse_limit geqo geqo_threshold gin_fuzzy_search_limit gin_pending_list_limit
    hash_mem_multiplier hot_standby_feedback idle_in_transaction_session_timeout idle_session_timeout intervalstyle jit jit_above_cost
    join_collapse_limit lc_messages lc_monetary lc_numeric lc_time lo_compat_privileges lock_timeout log_autovacuum_min_duration log_checkpoints
    log_connections log_destination log_disconnections log_duration log_error_verbosity log_executor_stats log_hostname log_lock_waits
    log_min_duration_sample log_min_duration_statement log_min_error_statement log_min_messages log_parameter_max_length log_parser_stats
    log_planner_stats log_replication_commands log_rotation_age log_rotation_size log_statement log_statement_sample_rate log_statement_stats
    log_temp_files log_timezone log_transaction_sample_rate logical_decoding_work_mem maintenance_io_concurrency maintenance_work_mem
    max_parallel_maintenance_workers max_parallel_workers max_parallel_workers_per_gather max_slot_wal_keep_size max_standby_archive_delay
    max_standby_streaming_delay max_sync_workers_per_subscription max_wal_size min_parallel_index_scan_size min_parallel_table_scan_size
    min_wal_size parallel_leader_participation parallel_setup_cost parallel_tuple_cost password_encryption plan_cache_mode quote_all_identifiers
    random_page_cost restart_after_crash role row_security scram_iterations search_path seq_page_cost session_replication_role
    standard_conforming_strings statement_timeout synchronize_seqscans synchronous_commit tcp_keepalives_count tcp_keepalives_idle
    tcp_keepalives_interval tcp_user_timeout temp_buffers temp_file_limit temp_tablespaces timezone track_activities track_counts track_functions
    track_io_timing track_wal_io_timing transform_null_equals vacuum_buffer_usage_limit vacuum_cost_delay vacuum_cost_limit
    vacuum_cost_page_dirty vacuum_cost_page_hit vacuum_cost_page_miss vacuum_failsafe_age vacuum_freeze_min_age vacuum_freeze_table_age
    wal_compression wal_keep_size wal_receiver_status_interval wal_receiver_timeout wal_retrieve_retry_interval wal_sender_timeout
    wal_writer_delay wal_writer_flush_after work_mem xmlbinary xmloption`;

const STATIC_POSTGRES = `autovacuum_freeze_max_age autovacuum_max_workers autovacuum_multixact_freeze_max_age huge_pages ignore_invalid_pages
    max_connections max_files_per_process max_locks_per_transaction max_logical_replication_workers max_pred_locks_per_transaction
    max_prepared_transactions max_replication_slots max_stack_depth max_wal_senders max_worker_processes shared_buffers shared_preload_libraries
    track_activity_query_size track_commit_timestamp wal_buffers`;

const CONSTRAINED_POSTGRES: Readonly<Record<string, Parameter>> = {
    "rds.force_ssl": { allowed: BOOLEAN, isStatic: false },
    "rds.logical_replication": { allowed: BOOLEAN, isStatic: true },
    "rds.force_autovacuum_logging_level": { isStatic: false },
    "rds.log_retention_period": { allowed: "1440-10080", isStatic: false },
    "rds.restrict_password_commands": { allowed: BOOLEAN, isStatic: true },
    "rds.allowed_extensions": { isStatic: false },
    "rds.custom_dns_resolution": { allowed: BOOLEAN, isStatic: true },
    ssl_min_protocol_version: { allowed: "TLSv1,TLSv1.1,TLSv1.2,TLSv1.3", isStatic: false },
    ssl_max_protocol_version: { allowed: "TLSv1.2,TLSv1.3", isStatic: false },
    log_connections: { allowed: BOOLEAN, isStatic: false },
    log_disconnections: { allowed: BOOLEAN, isStatic: false },
    log_statement: { allowed: "none,ddl,mod,all", isStatic: false },
    log_min_duration_statement: { allowed: "-1-2147483647", isStatic: false },
    max_connections: { allowed: "6-8388607", isStatic: true },
};

/** Settings of extensions have the extension's name before the dot. */
const EXTENSIONS = [
    "auto_explain",
    "pg_stat_statements",
    "pgaudit",
    "pg_hint_plan",
    "cron",
    "pglogical",
    "hnsw",
    "ivfflat",
    "plpgsql",
    "plrust",
    "rdkit",
];

const TOGGLE = "enabled,disabled";

const DOCDB: Readonly<Record<string, Parameter>> = {
    audit_logs: { isStatic: false },
    change_stream_log_retention_duration: { allowed: "3600-604800", isStatic: false },
    default_collection_compression: { allowed: TOGGLE, isStatic: false },
    plannerVersion: { isStatic: false },
    profiler: { allowed: TOGGLE, isStatic: false },
    profiler_sampling_rate: { allowed: "0.0-1.0", isStatic: false },
    profiler_threshold_ms: { allowed: "50-2147483646", isStatic: false },
    tls: { allowed: "disabled,enabled,fips-140-3,tls1.2+,tls1.3+", isStatic: true },
    ttl_monitor: { allowed: TOGGLE, isStatic: true },
};

const POSTGRES: Readonly<Record<string, Parameter>> = {
    ...Object.fromEntries(DYNAMIC_POSTGRES.split(/\s+/).map((name) => [name, { isStatic: false }])),
    ...Object.fromEntries(STATIC_POSTGRES.split(/\s+/).map((name) => [name, { isStatic: true }])),
    ...CONSTRAINED_POSTGRES,
};

/**
 * A parameter of a family.
 *
 * @param family for example `postgres16`
 * @returns undefined when the family has no such parameter. MySQL's parameters are not listed: each is taken as dynamic.
 */
export function parameterOf(family: string, name: string): Parameter | undefined {
    if (family.startsWith("docdb")) return DOCDB[name];
    if (family.startsWith("mysql")) return { isStatic: false };
    const extension = name.split(".")[0] ?? "";
    return POSTGRES[name] ?? (name.includes(".") && EXTENSIONS.includes(extension) ? { isStatic: false } : undefined);
}

/**
 * The value of a parameter in the family's own default group, for those that people set to it all the same; undefined for others.
 *
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/PostgreSQL.Concepts.General.SSL.html on from PostgreSQL 15; Aurora's is not known
 */
export function defaultOf(family: string, name: string): string | undefined {
    if (name === "tls" && family.startsWith("docdb")) return "enabled";
    const version = /^postgres(\d+)$/.exec(family)?.[1];
    if (name !== "rds.force_ssl" || version === undefined) return undefined;
    return Number(version) >= 15 ? "1" : "0";
}

/** Whether a value is one of `a,b`, or within `1-5`. */
export function isAllowed(value: string, allowed: string): boolean {
    const range = /^(-?[\d.]+)-([\d.]+)$/.exec(allowed);
    if (range === null) return allowed.split(",").includes(value);
    const number = Number(value);
    return value !== "" && number >= Number(range[1]) && number <= Number(range[2]);
}
