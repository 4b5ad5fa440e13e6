/* SPDX-License-Identifier: Apache-2.0 */
/* Everything that Penstock calls in DPDK. rte_eth_rx_burst and the mbuf accessors are inline functions: hence this
 * shim. Control calls come from one thread at a time, return a negative errno where they fail, and leave one line in
 * ps_message. The struct below is shared with Java, which reads and writes its fields by offset: see ShimPort.java. */
#ifndef PENSTOCK_DPDK_H
#define PENSTOCK_DPDK_H

#include <stdint.h>

#define PS_BURST 64

#pragma GCC visibility push(default)

/* One queue pair of one port. A frame that was received is lent: it is freed at the next receive unless a send took
 * it. Its token is the address of its place in lent[], so that it can be taken only once. */
struct ps_port {
    uint64_t rx_address[PS_BURST];
    uint32_t rx_length[PS_BURST];
    uint64_t tx_address[PS_BURST];
    uint32_t tx_length[PS_BURST];
    uint64_t tx_token[PS_BURST]; /* 0: bytes elsewhere, which are copied */
    void *lent[PS_BURST];
    uint64_t no_mbuf;   /* frames not sent because the pool was empty */
    uint64_t too_long;  /* frames that fit no buffer in one piece */
    uint64_t copied;    /* frames sent by copying */
    uint64_t segmented; /* frames made of one piece */
    uint64_t forwarded; /* bytes that came in the last ps_forward */
    uint64_t lost;      /* those of them that were not sent */
    uint16_t id;        /* DPDK's number of the port */
    uint16_t queue;
    uint16_t lent_count;
    uint16_t queues;
    void *pool;
    void *jumbo;
};

/* What went wrong in the last control call of any thread: one line. */
const char *ps_message(void);

/* DPDK's version at run time, and the version that this shim was compiled for. */
const char *ps_version(void);
const char *ps_built_for(void);

/* Starts EAL once a process, without ports; arguments are parted by newlines. 1 where it had been started before. */
int ps_start(const char *arguments);

/* Brings a device up: a PCI address or a virtual device such as "net_pcap0,rx_pcap=in.pcap". Fills ports, one for
 * each queue. */
int ps_open(const char *device, uint32_t queues, uint32_t descriptors, uint32_t mbufs, uint32_t mbuf_size,
            struct ps_port **ports);

/* Takes a device away and gives its memory back. */
int ps_close(struct ps_port *first);

/* The one call of a burst: sends tx_count frames, then receives at most rx_max. Returns sent << 32 | received. */
uint64_t ps_exchange(struct ps_port *port, uint32_t tx_count, uint32_t rx_max);

/* Receives a burst and sends it by another port, where nobody has to see it; what is not taken at the second try is
 * freed. Returns sent << 32 | received. */
uint64_t ps_forward(struct ps_port *from, struct ps_port *to);

/* Asks for cache lines that will be read soon; knows no protocol. */
void ps_prefetch(const uint64_t *addresses, uint32_t count);

/* Nothing, to measure what a call costs. */
void ps_nothing(void);

/* The link address, the link (speed in Mb/s, 0 where down), and frames of the port's pool that are in use. */
uint64_t ps_mac(const struct ps_port *port);
uint32_t ps_link(const struct ps_port *port);
uint32_t ps_in_use(const struct ps_port *port);

/* Extended statistics as "name value" lines; the length of the text, at most room - 1. */
uint32_t ps_xstats(const struct ps_port *port, char *text, uint32_t room);

/* Pools that wait for frames still held by a driver after their port was closed; 0 where nothing leaks. */
uint32_t ps_retired(void);

/* The kernel's number of an interface of this namespace, 0 where there is none of that name; and whether it is up and
 * sees its peer. */
uint32_t ps_interface(const char *name);
int ps_interface_runs(const char *name);

#pragma GCC visibility pop
#endif
