<?php

namespace Custom;
