import { runAsTask } from "./run";

// What a container runs as `node -e <this bundle>`: it prints what the function answers, and ends with 1 when it fails.
runAsTask({ environment: process.env, now: Date.now }).then(
    (answer) => {
        console.log(JSON.stringify(answer));
        // Connections that a handler keeps for its next call would keep the container.
        process.exit(0);
    },
    (error: unknown) => {
        console.error(error instanceof Error ? error.message : error);
        process.exit(1);
    },
);
