import * as pulumi from "@pulumi/pulumi";

/**
 * Has the mocks take error hooks: they say that they know them and have nothing that would take one, so that a resource with a hook would
 * never be registered. To be called after `setMocks`.
 */
export function acceptErrorHooks(): void {
    const runtime = pulumi.runtime as unknown as { getMonitor: () => Record<string, unknown> };
    runtime.getMonitor()["registerErrorHook"] = (_hook: unknown, reply: (error: null) => void) => {
        reply(null);
    };
}
