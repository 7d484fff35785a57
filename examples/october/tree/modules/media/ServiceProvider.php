<?php

namespace Media;
