/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "penstock_dpdk.h"

#include <errno.h>
#include <inttypes.h>
#include <net/if.h>
#include <pthread.h>
#include <sched.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <rte_bus.h>
#include <rte_dev.h>
#include <rte_eal.h>
#include <rte_errno.h>
#include <rte_ethdev.h>
#include <rte_ether.h>
#include <rte_lcore.h>
#include <rte_log.h>
#include <rte_malloc.h>
#include <rte_mbuf.h>
#include <rte_prefetch.h>
#include <rte_version.h>

#define MOST_ARGUMENTS 64
#define CACHE 256
#define JUMBO_FRAMES 127 /* of one burst that is lent and one that is on its way */
#define JUMBO_ROOM (RTE_PKTMBUF_HEADROOM + 16 * 1024)
#define MOST_RETIRED 256

_Static_assert(RTE_VERSION >= RTE_VERSION_NUM(22, 11, 0, 0), "DPDK 22.11 or newer");
_Static_assert(offsetof(struct ps_port, tx_address) == 768 && offsetof(struct ps_port, lent) == 2048 &&
                   offsetof(struct ps_port, no_mbuf) == 2560,
               "ShimPort.java reads these fields by offset");

/* State of the process: it survives every update of the bundle, because the library is linked with -z nodelete. */
static int started;
static uint32_t made;
static struct rte_mempool *retired[MOST_RETIRED];
static pthread_key_t worker_key;
static __thread int entered;

/* ---- what went wrong */

static char message[512];
static char logged[512];
static FILE *log_stream;

const char *ps_message(void) { return message; }
const char *ps_version(void) { return rte_version(); }
const char *ps_built_for(void) {
    static char version[32];
    snprintf(version, sizeof version, "%s %d.%02d.%d", RTE_VER_PREFIX, RTE_VER_YEAR, RTE_VER_MONTH, RTE_VER_MINOR);
    return version;
}

/* Keeps what DPDK logs since a call began, one line after another, instead of printing it. */
static ssize_t keep_log(void *cookie, const char *text, size_t size) {
    (void)cookie;
    size_t used = strlen(logged);
    for (size_t i = 0; i < size && used + 2 < sizeof logged; i++) {
        if (text[i] != '\n')
            logged[used++] = text[i];
        else if (used > 0 && logged[used - 1] != ';')
            logged[used++] = ';';
    }
    logged[used] = 0;
    return (ssize_t)size;
}

/* Leaves a line: what failed and why, in the words of the first line that DPDK logged, else of errno. */
static int failed(int error, const char *what) {
    int number = error > 0 ? error : error == 0 ? EIO : -error;
    const char *said = strstr(logged, "(): "); /* a driver's own words begin with the name of its function */
    said = said == NULL ? logged : said + strlen("(): ");
    snprintf(message, sizeof message, "%s: %.*s", what, logged[0] ? (int)strcspn(said, ";") : 200,
             logged[0] ? said : strerror(number));
    for (char *c = message; *c; c++)
        if (*c == '\n' || *c == '\t')
            *c = ' ';
    return -number;
}

static void begin(void) { message[0] = logged[0] = 0; }

/* ---- EAL */

static void leave_worker(void *unused) {
    (void)unused;
    rte_thread_unregister();
}

int ps_start(const char *arguments) {
    begin();
    if (started)
        return 1;
    cookie_io_functions_t io = {.write = keep_log};
    log_stream = fopencookie(NULL, "w", io);
    if (log_stream != NULL) {
        setvbuf(log_stream, NULL, _IOLBF, 512);
        rte_openlog_stream(log_stream);
    }
    char *copy = strdup(arguments), *save = NULL;
    char *argv[MOST_ARGUMENTS + 1] = {"penstock"};
    int argc = 1;
    for (char *a = strtok_r(copy, "\n", &save); a != NULL && argc < MOST_ARGUMENTS; a = strtok_r(NULL, "\n", &save))
        argv[argc++] = a;
    cpu_set_t before; /* EAL binds its caller to one core */
    sched_getaffinity(0, sizeof before, &before);
    int done = rte_eal_init(argc, argv);
    int error = rte_errno;
    sched_setaffinity(0, sizeof before, &before);
    if (done < 0)
        return failed(error, "DPDK does not start"); /* argv stays: EAL keeps pointers into it */
    started = 1;
    rte_mp_disable();
    pthread_key_create(&worker_key, leave_worker);
    return 0;
}

/* A thread of ours gets a number from EAL, and with it a cache in every pool. */
static void enter_worker(void) {
    entered = 1;
    if (rte_thread_register() == 0)
        pthread_setspecific(worker_key, &worker_key);
}

/* ---- pools */

static void free_retired(void) {
    for (int i = 0; i < MOST_RETIRED; i++)
        if (retired[i] != NULL && rte_mempool_full(retired[i])) {
            rte_mempool_free(retired[i]);
            retired[i] = NULL;
        }
}

/* A pool goes when all its frames have come back: those in another port's ring come later. */
static void retire(struct rte_mempool *pool) {
    for (int i = 0; pool != NULL && i < MOST_RETIRED; i++)
        if (retired[i] == NULL) {
            retired[i] = pool;
            break;
        }
    free_retired();
}

uint32_t ps_retired(void) {
    free_retired();
    uint32_t waiting = 0;
    for (int i = 0; i < MOST_RETIRED; i++)
        waiting += retired[i] != NULL;
    return waiting;
}

static struct rte_mempool *pool(const char *kind, uint32_t mbufs, uint32_t room, int socket) {
    char name[RTE_MEMPOOL_NAMESIZE];
    snprintf(name, sizeof name, "ps_%s_%u", kind, made++);
    uint32_t cache = mbufs >= 4 * CACHE ? CACHE : 0;
    return rte_pktmbuf_pool_create(name, mbufs, cache, 0, (uint16_t)RTE_MIN(room, (uint32_t)UINT16_MAX), socket);
}

/* ---- ports */

static int set_up(uint16_t id, uint32_t queues, uint32_t descriptors, struct rte_mempool *frames) {
    struct rte_eth_dev_info info;
    struct rte_eth_conf conf = {0};
    int error = rte_eth_dev_info_get(id, &info);
    if (error != 0)
        return failed(error, "the device does not describe itself");
    if (queues > info.max_rx_queues || queues > info.max_tx_queues) {
        snprintf(message, sizeof message, "it has %u receive and %u send queues, not %u", info.max_rx_queues,
                 info.max_tx_queues, queues);
        return -ERANGE;
    }
    if (queues > 1 && info.flow_type_rss_offloads != 0) {
        conf.rxmode.mq_mode = RTE_ETH_MQ_RX_RSS;
        conf.rx_adv_conf.rss_conf.rss_hf = info.flow_type_rss_offloads & (RTE_ETH_RSS_IP | RTE_ETH_RSS_TCP | RTE_ETH_RSS_UDP);
    }
    if ((error = rte_eth_dev_configure(id, (uint16_t)queues, (uint16_t)queues, &conf)) != 0)
        return failed(error, "the device cannot be configured");
    uint16_t rx = (uint16_t)descriptors, tx = (uint16_t)descriptors;
    rte_eth_dev_adjust_nb_rx_tx_desc(id, &rx, &tx);
    int socket = rte_eth_dev_socket_id(id);
    for (uint16_t q = 0; q < queues; q++) {
        if ((error = rte_eth_rx_queue_setup(id, q, rx, (unsigned)socket, NULL, frames)) != 0)
            return failed(error, "its receive queue cannot be set up");
        if ((error = rte_eth_tx_queue_setup(id, q, tx, (unsigned)socket, NULL)) != 0)
            return failed(error, "its send queue cannot be set up");
    }
    if ((error = rte_eth_dev_start(id)) != 0)
        return failed(error, "it does not start");
    rte_eth_promiscuous_enable(id); /* a chain is a bump in the wire; drivers without it are promiscuous anyway */
    return 0;
}

static void take_away(uint16_t id) {
    struct rte_eth_dev_info info;
    struct rte_device *device = rte_eth_dev_info_get(id, &info) == 0 ? info.device : NULL;
    rte_eth_dev_stop(id);
    rte_eth_dev_close(id);
    if (device != NULL)
        rte_dev_remove(device);
}

/* The port whose device carries this name. */
static int find(const char *device, uint16_t *id) {
    char name[RTE_ETH_NAME_MAX_LEN];
    snprintf(name, sizeof name, "%.*s", (int)strcspn(device, ","), device);
    return rte_eth_dev_get_port_by_name(name, id);
}

int ps_open(const char *device, uint32_t queues, uint32_t descriptors, uint32_t mbufs, uint32_t mbuf_size,
            struct ps_port **ports) {
    uint16_t id;
    begin();
    if (find(device, &id) == 0) {
        snprintf(message, sizeof message, "it is open already");
        return -EEXIST;
    }
    int error = rte_dev_probe(device);
    if (error != 0)
        return failed(error, "no driver takes it");
    if (find(device, &id) != 0)
        return failed(-ENODEV, "it is no network device");
    struct rte_mempool *frames = pool("frames", mbufs, RTE_PKTMBUF_HEADROOM + mbuf_size, SOCKET_ID_ANY);
    struct rte_mempool *jumbo = frames == NULL ? NULL : pool("jumbo", JUMBO_FRAMES, JUMBO_ROOM, SOCKET_ID_ANY);
    struct ps_port *first = jumbo == NULL ? NULL : rte_zmalloc("ps_port", queues * sizeof *first, RTE_CACHE_LINE_SIZE);
    error = first == NULL ? failed(-ENOMEM, "its buffers find no memory") : set_up(id, queues, descriptors, frames);
    if (error != 0) {
        char kept[sizeof message];
        memcpy(kept, message, sizeof kept);
        take_away(id);
        retire(jumbo);
        retire(frames);
        rte_free(first);
        memcpy(message, kept, sizeof kept);
        return error;
    }
    for (uint16_t q = 0; q < queues; q++) {
        first[q].id = id;
        first[q].queue = q;
        first[q].queues = (uint16_t)queues;
        first[q].pool = frames;
        first[q].jumbo = jumbo;
        ports[q] = &first[q];
    }
    return 0;
}

/* Frees what was lent and not taken. */
static inline void take_back(struct ps_port *port) {
    struct rte_mbuf *back[PS_BURST];
    unsigned count = 0;
    for (unsigned i = 0; i < port->lent_count; i++)
        if (unlikely(port->lent[i] != NULL))
            back[count++] = port->lent[i];
    if (unlikely(count > 0))
        rte_pktmbuf_free_bulk(back, count);
    port->lent_count = 0;
}

int ps_close(struct ps_port *first) {
    begin();
    for (unsigned q = 0; q < first->queues; q++)
        take_back(&first[q]);
    take_away(first->id);
    retire(first->jumbo);
    retire(first->pool);
    rte_free(first);
    return 0;
}

/* ---- bursts */

/* A frame in one piece, with the tag that the driver took out; NULL where that cannot be. */
static struct rte_mbuf *mend(struct ps_port *port, struct rte_mbuf *frame) {
    if (frame->ol_flags & RTE_MBUF_F_RX_VLAN_STRIPPED) {
        if (rte_vlan_insert(&frame) != 0)
            goto lost;
        frame->ol_flags &= ~(RTE_MBUF_F_RX_VLAN_STRIPPED | RTE_MBUF_F_TX_VLAN);
    }
    if (frame->nb_segs == 1)
        return frame;
    port->segmented++;
    if (rte_pktmbuf_linearize(frame) == 0)
        return frame;
    struct rte_mbuf *whole = rte_pktmbuf_alloc(port->jumbo);
    char *at = whole == NULL ? NULL : rte_pktmbuf_append(whole, (uint16_t)RTE_MIN(frame->pkt_len, (uint32_t)UINT16_MAX));
    if (at != NULL && frame->pkt_len <= UINT16_MAX) {
        for (struct rte_mbuf *piece = frame; piece != NULL; at += piece->data_len, piece = piece->next)
            memcpy(at, rte_pktmbuf_mtod(piece, char *), piece->data_len);
        rte_pktmbuf_free(frame);
        return whole;
    }
    rte_pktmbuf_free(whole);
lost:
    rte_pktmbuf_free(frame);
    port->too_long++;
    return NULL;
}

/* A frame that came, in one piece. */
static inline struct rte_mbuf *whole(struct ps_port *port, struct rte_mbuf *frame) {
    if (unlikely(frame->nb_segs > 1 || (frame->ol_flags & RTE_MBUF_F_RX_VLAN_STRIPPED)))
        return mend(port, frame);
    return frame;
}

static inline unsigned receive(struct ps_port *port, unsigned most) {
    take_back(port);
    struct rte_mbuf **frames = (struct rte_mbuf **)port->lent;
    unsigned count = rte_eth_rx_burst(port->id, port->queue, frames, (uint16_t)most);
    unsigned kept = 0;
    for (unsigned i = 0; i < count; i++) {
        struct rte_mbuf *frame = whole(port, frames[i]);
        if (unlikely(frame == NULL))
            continue;
        rte_prefetch0(rte_pktmbuf_mtod(frame, void *));
        frames[kept] = frame;
        port->rx_address[kept] = (uint64_t)rte_pktmbuf_mtod(frame, uintptr_t);
        port->rx_length[kept] = frame->data_len;
        kept++;
    }
    port->lent_count = (uint16_t)kept;
    return kept;
}

static struct rte_mbuf *copy(struct ps_port *port, uint64_t address, uint32_t length) {
    struct rte_mempool *from = port->pool;
    if (length > (uint32_t)rte_pktmbuf_data_room_size(from) - RTE_PKTMBUF_HEADROOM)
        from = port->jumbo;
    struct rte_mbuf *frame = rte_pktmbuf_alloc(from);
    char *at = frame == NULL || length > UINT16_MAX ? NULL : rte_pktmbuf_append(frame, (uint16_t)length);
    if (at == NULL) {
        rte_pktmbuf_free(frame);
        port->no_mbuf++;
        return NULL;
    }
    memcpy(at, (const void *)(uintptr_t)address, length);
    port->copied++;
    return frame;
}

/* A lent frame as it leaves: its beginning and length may have changed. NULL where it is no longer that frame. */
static inline struct rte_mbuf *lent(uint64_t token, uint64_t address, uint32_t length) {
    struct rte_mbuf *frame = *(struct rte_mbuf **)(uintptr_t)token;
    uint64_t offset = frame == NULL ? UINT64_MAX : address - (uint64_t)(uintptr_t)frame->buf_addr;
    if (unlikely(offset >= UINT16_MAX || offset + length > frame->buf_len))
        return NULL;
    frame->data_off = (uint16_t)offset;
    frame->data_len = (uint16_t)length;
    frame->pkt_len = length;
    return frame;
}

static inline unsigned transmit(struct ps_port *port, unsigned count) {
    struct rte_mbuf *frames[PS_BURST];
    unsigned ready = 0;
    while (ready < count) {
        uint64_t token = port->tx_token[ready];
        struct rte_mbuf *frame = likely(token != 0) ? lent(token, port->tx_address[ready], port->tx_length[ready])
                                                    : copy(port, port->tx_address[ready], port->tx_length[ready]);
        if (unlikely(frame == NULL))
            break;
        frames[ready++] = frame;
    }
    unsigned sent = rte_eth_tx_burst(port->id, port->queue, frames, (uint16_t)ready);
    for (unsigned i = 0; i < sent; i++)
        if (likely(port->tx_token[i] != 0))
            *(void **)(uintptr_t)port->tx_token[i] = NULL;
    for (unsigned i = sent; i < ready; i++)
        if (port->tx_token[i] == 0)
            rte_pktmbuf_free(frames[i]);
    return sent;
}

uint64_t ps_exchange(struct ps_port *port, uint32_t tx_count, uint32_t rx_max) {
    if (unlikely(rte_lcore_id() == LCORE_ID_ANY && !entered))
        enter_worker();
    uint64_t sent = tx_count == 0 ? 0 : transmit(port, RTE_MIN(tx_count, (uint32_t)PS_BURST));
    return sent << 32 | (rx_max == 0 ? 0 : receive(port, RTE_MIN(rx_max, (uint32_t)PS_BURST)));
}

uint64_t ps_forward(struct ps_port *from, struct ps_port *to) {
    if (unlikely(rte_lcore_id() == LCORE_ID_ANY && !entered))
        enter_worker();
    take_back(from);
    struct rte_mbuf *frames[PS_BURST];
    unsigned count = rte_eth_rx_burst(from->id, from->queue, frames, PS_BURST);
    unsigned kept = 0;
    uint64_t bytes = 0, lost = 0;
    for (unsigned i = 0; i < count; i++) {
        struct rte_mbuf *frame = whole(from, frames[i]);
        if (unlikely(frame == NULL))
            continue;
        bytes += frame->data_len;
        frames[kept++] = frame;
    }
    if (kept == 0)
        return 0;
    unsigned sent = rte_eth_tx_burst(to->id, to->queue, frames, (uint16_t)kept);
    if (unlikely(sent < kept))
        sent += rte_eth_tx_burst(to->id, to->queue, frames + sent, (uint16_t)(kept - sent));
    for (unsigned i = sent; i < kept; i++)
        lost += frames[i]->data_len;
    if (unlikely(sent < kept))
        rte_pktmbuf_free_bulk(frames + sent, kept - sent);
    from->forwarded = bytes;
    from->lost = lost;
    return (uint64_t)sent << 32 | kept;
}

void ps_prefetch(const uint64_t *addresses, uint32_t count) {
    for (uint32_t i = 0; i < count; i++)
        rte_prefetch0((const void *)(uintptr_t)addresses[i]);
}

void ps_nothing(void) {}

/* ---- what is told of a port */

uint64_t ps_mac(const struct ps_port *port) {
    struct rte_ether_addr address;
    uint64_t mac = 0;
    if (rte_eth_macaddr_get(port->id, &address) == 0)
        for (int i = 0; i < RTE_ETHER_ADDR_LEN; i++)
            mac = mac << 8 | address.addr_bytes[i];
    return mac;
}

uint32_t ps_link(const struct ps_port *port) {
    struct rte_eth_link link = {0};
    if (rte_eth_link_get_nowait(port->id, &link) != 0 || link.link_status == RTE_ETH_LINK_DOWN)
        return 0;
    return link.link_speed == RTE_ETH_SPEED_NUM_NONE || link.link_speed == RTE_ETH_SPEED_NUM_UNKNOWN ? 1 : link.link_speed;
}

uint32_t ps_in_use(const struct ps_port *port) { return rte_mempool_in_use_count(port->pool); }

uint32_t ps_xstats(const struct ps_port *port, char *text, uint32_t room) {
    int count = rte_eth_xstats_get_names(port->id, NULL, 0);
    if (count <= 0 || room == 0)
        return 0;
    struct rte_eth_xstat_name *names = calloc((size_t)count, sizeof *names);
    struct rte_eth_xstat *values = calloc((size_t)count, sizeof *values);
    uint32_t used = 0;
    text[0] = 0;
    if (names != NULL && values != NULL && rte_eth_xstats_get_names(port->id, names, (unsigned)count) == count &&
        rte_eth_xstats_get(port->id, values, (unsigned)count) == count)
        for (int i = 0; i < count; i++) {
            int wrote = snprintf(text + used, room - used, "%s %" PRIu64 "\n", names[values[i].id].name, values[i].value);
            if (wrote < 0 || (uint32_t)wrote >= room - used)
                break;
            used += (uint32_t)wrote;
        }
    free(names);
    free(values);
    text[used] = 0;
    return used;
}

uint32_t ps_interface(const char *name) { return if_nametoindex(name); }

int ps_interface_runs(const char *name) {
    struct ifreq request = {0};
    int socket_of_any_kind = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    snprintf(request.ifr_name, sizeof request.ifr_name, "%s", name);
    int known = socket_of_any_kind >= 0 && ioctl(socket_of_any_kind, SIOCGIFFLAGS, &request) == 0;
    if (socket_of_any_kind >= 0)
        close(socket_of_any_kind);
    return known && (request.ifr_flags & IFF_UP) && (request.ifr_flags & IFF_RUNNING);
}
