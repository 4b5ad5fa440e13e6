// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.ObjectName;

/// What the virtual machine counts of a thread; 0 where it does not count, or the thread has ended.
final class ThreadFigures {
    private ThreadFigures() {}

    static long cpuNanos(Thread thread) {
        var threads = ManagementFactory.getThreadMXBean();
        return threads.isThreadCpuTimeSupported() ? Math.max(0, threads.getThreadCpuTime(thread.threadId())) : 0;
    }

    /// The operation is the HotSpot machine's own, so it is asked for by name.
    static long allocatedBytes(Thread thread) {
        try {
            Object bytes = ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName(ManagementFactory.THREAD_MXBEAN_NAME),
                            "getThreadAllocatedBytes",
                            new Object[] {thread.threadId()},
                            new String[] {long.class.getName()});
            return bytes instanceof Long count ? Math.max(0, count) : 0;
        } catch (JMException e) {
            return 0;
        }
    }
}
