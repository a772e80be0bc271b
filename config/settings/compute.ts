import { z } from "zod";
import { CPU_UNITS } from "../fargate";
import { alternatives, measured, oneOf, setting, text, wholeNumber } from "../setting";

/**
 * A repository, with a registry before it and a tag, a digest or both behind it.
 * Source: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html (image)
 */
const IMAGE = /^[a-z0-9][a-z0-9.-]*(:\d+)?(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(@sha256:[a-f0-9]{64})?$/;

/** Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html (tasks in a service) */
const MOST_TASKS = 5000;

export const compute = {
    cpuUnits: setting(measured(z.literal(CPU_UNITS), alternatives(CPU_UNITS), "1024").default(1024), {
        group: "compute",
        description: "Processor of each LibreChat task, in CPU units; 1024 are one vCPU.",
        change: "New tasks start beside the old ones, which end when the new ones are in service.",
        price: "Each vCPU of a task costs about $23.64 a month on arm64, $29.55 on x86_64.",
    }),
    memoryMiB: setting(wholeNumber(1024, 122880, "MiB", 2048).default(2048), {
        group: "compute",
        description: "Memory of each LibreChat task in MiB; which sizes there are depends on cpuUnits. LibreChat recommends 2048 or more.",
        change: "New tasks start beside the old ones, which end when the new ones are in service.",
        price: "Each GiB of a task costs about $2.60 a month on arm64, $3.24 on x86_64.",
    }),
    architecture: setting(oneOf(["arm64", "x86_64"]).default("arm64"), {
        group: "compute",
        description: "Processor architecture of tasks and functions. The images must exist for it; the default ones do for both.",
        change: "Tasks and functions are replaced.",
        price: "arm64 costs about a fifth less.",
    }),
    minTasks: setting(wholeNumber(1, MOST_TASKS, "tasks", 1).default(1), {
        group: "compute",
        description: "LibreChat tasks that always run.",
        price: "One task of the default size costs about $29 a month.",
    }),
    maxTasks: setting(wholeNumber(1, MOST_TASKS, "tasks", 2).default(1), {
        group: "compute",
        description: "LibreChat tasks that run at most; between the two numbers the service follows its load.",
        price: "Each further task is paid for while it runs.",
    }),
    librechatImage: setting(
        text(IMAGE, "an image name with a tag or a digest", "ghcr.io/librechat-ai/librechat:v0.8.8").default(
            "ghcr.io/librechat-ai/librechat:v0.8.8",
        ),
        {
            group: "compute",
            description: "Image of LibreChat. With DocumentDB v0.8.8 or later.",
            change: "New tasks start beside the old ones, which end when the new ones are in service. LibreChat changes its database on the way up, never back.",
        },
    ),
    ragImage: setting(
        text(IMAGE, "an image name with a tag or a digest", "ghcr.io/danny-avila/librechat-rag-api-dev-lite:v0.9.0").default(
            "ghcr.io/danny-avila/librechat-rag-api-dev-lite:v0.9.0",
        ),
        {
            group: "compute",
            description: "Image of the RAG API. LibreChat v0.8.8 goes with v0.9.0: later ones hide files from the agents that use them.",
            change: "New tasks start beside the old ones, which end when the new ones are in service.",
        },
    ),
};
